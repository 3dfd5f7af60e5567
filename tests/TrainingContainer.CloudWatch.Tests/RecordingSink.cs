namespace TrainingContainer.CloudWatch.Tests;

/// <summary>Keeps what it is given.</summary>
internal sealed class RecordingSink : IMetricSink
{
    public List<MetricValues> Values { get; } = [];

    public int Writes { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Called at each write.</summary>
    public Action OnWrite { get; init; } = () => { };

    public void Write(IReadOnlyList<MetricValues> values)
    {
        Writes++;
        Values.AddRange(values);
        OnWrite();
    }

    public void Close() => IsClosed = true;
}
