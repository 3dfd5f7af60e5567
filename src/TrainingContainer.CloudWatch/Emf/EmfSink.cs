namespace TrainingContainer.CloudWatch;

/// <summary>Prints values in the embedded metric format: CloudWatch Logs makes metrics of them, without a permission or the network.</summary>
/// <param name="output">Standard output; each line is one call.</param>
/// <param name="destination">Namespace and dimensions.</param>
/// <param name="warn">Is told once when a line could not be printed.</param>
public sealed class EmfSink(TextWriter output, MetricDestination destination, Action<string> warn) : IMetricSink
{
    private bool _failed;

    /// <inheritdoc/>
    public void Write(IReadOnlyList<MetricValues> values)
    {
        try
        {
            foreach (var line in EmfLine.Of(destination, values))
            {
                if (_failed)
                    return;
                output.Write(line + "\n");
                output.Flush();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            _failed = true;
            warn($"CloudWatch metrics: standard output can't be written, so there are none from here on: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
    }
}
