using TrainingContainer.LocalSageMaker.Storage;

namespace TrainingContainer.LocalSageMaker.State;

/// <summary>All that this machine knows of one training job.</summary>
/// <param name="Path">The folder.</param>
internal sealed record JobFolder(string Path) : RunFolder<JobState>(Path)
{
    /// <summary>Log lines: a file per attempt and host.</summary>
    public string Logs => In("logs");

    /// <summary>The metrics' time series.</summary>
    public string MetricsFile => In("metrics.csv");

    /// <summary>Where what goes to an S3 endpoint is put together.</summary>
    public string Uploads => In("uploads");

    /// <summary>Whether somebody asked for an interruption since the last was taken.</summary>
    public bool IsInterruptionRequested => File.Exists(InterruptionFile);

    /// <summary>The hosts' folders.</summary>
    public string Hosts => In("hosts");

    private string InterruptionFile => In("interruption-requested");

    /// <summary>The folder that stands for a host's disk.</summary>
    public string Host(string name) => System.IO.Path.Combine(Hosts, name);

    /// <summary>Asks the runner to have the Spot machine taken back.</summary>
    public void RequestInterruption() => WholeFile.Mark(InterruptionFile);

    /// <summary>Takes the request.</summary>
    public void TakeInterruption() => File.Delete(InterruptionFile);

    /// <inheritdoc/>
    protected override void LayOut() => Directory.CreateDirectory(Logs);
}
