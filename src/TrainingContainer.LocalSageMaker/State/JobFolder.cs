using System.Text.Json;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Storage;

namespace TrainingContainer.LocalSageMaker.State;

/// <summary>
/// All that this machine knows of one training job. Files are written whole; the runner alone writes the state, and holds the lock as long as it
/// lives, so that anybody can tell whether it does.
/// </summary>
/// <param name="Path">The folder.</param>
internal sealed record JobFolder(string Path)
{
    private const string RequestFile = "request.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>TrainingJobName.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Log lines: a file per attempt and host.</summary>
    public string Logs => In("logs");

    /// <summary>The metrics' time series.</summary>
    public string MetricsFile => In("metrics.csv");

    /// <summary>What the runner itself has to say when it ends unexpectedly.</summary>
    public string RunnerLog => In("runner.log");

    /// <summary>Whether the job is there.</summary>
    public bool Exists => File.Exists(In(RequestFile));

    /// <summary>Whether somebody asked for the job to be stopped.</summary>
    public bool IsStopRequested => File.Exists(In("stop-requested"));

    /// <summary>Whether somebody asked for an interruption since the last was taken.</summary>
    public bool IsInterruptionRequested => File.Exists(InterruptionFile);

    /// <summary>When the runner last showed that it lives.</summary>
    public DateTimeOffset LastSign => File.GetLastWriteTimeUtc(LockFile);

    /// <summary>The number of the last runner's process.</summary>
    public string RunnerProcessFile => In("runner.pid");

    private string InterruptionFile => In("interruption-requested");

    private string LockFile => In("runner.lock");

    /// <summary>The folder that stands for a host's disk.</summary>
    public string Host(string name) => System.IO.Path.Combine(Hosts, name);

    /// <summary>The hosts' folders.</summary>
    public string Hosts => In("hosts");

    /// <summary>The request as it was made.</summary>
    public JsonElement ReadRequest() => RequestJson.Parse(File.ReadAllText(In(RequestFile)), In(RequestFile));

    /// <summary>How the job is run.</summary>
    public RunOptions ReadOptions() => Read<RunOptions>("options.json");

    /// <summary>How far the job is.</summary>
    public JobState ReadState() => Read<JobState>("state.json");

    /// <summary>Writes how far the job is.</summary>
    public void Write(JobState state) => WholeFile.Write(In("state.json"), JsonSerializer.Serialize(state, Json));

    /// <summary>Makes the job's folder; all of it is there at once.</summary>
    /// <returns>False when there is a job of this name.</returns>
    public bool TryCreate(JsonElement request, RunOptions options, JobState state)
    {
        var parent = System.IO.Path.GetDirectoryName(Path)!;
        Directory.CreateDirectory(parent);
        var making = new JobFolder(System.IO.Path.Combine(parent, $".{Name}.{Environment.ProcessId}"));
        Directory.CreateDirectory(making.Logs);
        try
        {
            WholeFile.Write(making.In("options.json"), JsonSerializer.Serialize(options, Json));
            making.Write(state);
            WholeFile.Write(making.In(RequestFile), JsonSerializer.Serialize(request, Json));
            if (Directory.Exists(Path)) return false;
            Directory.Move(making.Path, Path);
            return true;
        }
        catch (IOException) when (Directory.Exists(Path))
        {
            return false;
        }
        finally
        {
            if (Directory.Exists(making.Path)) Directory.Delete(making.Path, recursive: true);
        }
    }

    /// <summary>Asks the runner to stop the job.</summary>
    public void RequestStop() => WholeFile.Write(In("stop-requested"), "");

    /// <summary>Asks the runner to have the Spot machine taken back.</summary>
    public void RequestInterruption() => WholeFile.Write(InterruptionFile, "");

    /// <summary>Takes the request.</summary>
    public void TakeInterruption() => File.Delete(InterruptionFile);

    /// <summary>Takes the runner's lock, which the system takes back when the process ends, however it ends.</summary>
    /// <returns>The lock; null when a living runner holds it.</returns>
    public FileStream? TryLock()
    {
        try
        {
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Shows that the runner lives.</summary>
    public void Sign(DateTimeOffset now) => File.SetLastWriteTimeUtc(LockFile, now.UtcDateTime);

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private T Read<T>(string name) => JsonSerializer.Deserialize<T>(File.ReadAllText(In(name)))!;
}
