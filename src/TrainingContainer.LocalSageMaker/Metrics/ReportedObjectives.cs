namespace TrainingContainer.LocalSageMaker.Metrics;

/// <summary>The values of one metric that a job has reported so far, for whoever looks again and again.</summary>
/// <param name="path">The job's time series; it need not be there yet.</param>
/// <param name="metric">The metric's name.</param>
internal sealed class ReportedObjectives(string path, string metric)
{
    private readonly MetricReader _reader = new(path);
    private readonly List<double> _values = [];
    private double[] _shown = [];

    /// <summary>All values in their order: an array that never changes, and the same one as long as there is nothing new.</summary>
    public IReadOnlyList<double> Read()
    {
        var changed = false;
        _reader.ReadNew(
            () =>
            {
                _values.Clear();
                changed = true;
            },
            point =>
            {
                if (point.Name != metric) return;
                _values.Add(point.Value);
                changed = true;
            });
        return _shown = changed ? [.. _values] : _shown;
    }
}
