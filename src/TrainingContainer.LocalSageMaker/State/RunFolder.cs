using System.Text.Json;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Storage;

namespace TrainingContainer.LocalSageMaker.State;

/// <summary>
/// All that this machine knows of one job. Files are written whole; the runner alone writes the state, and holds the lock as long as it
/// lives, so that anybody can tell whether it does.
/// </summary>
/// <typeparam name="TState">How far such a job is.</typeparam>
/// <param name="Path">The folder.</param>
internal abstract record RunFolder<TState>(string Path)
{
    private const string RequestFile = "request.json";
    private const string StateFile = "state.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>The job's name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>What the runner itself has to say: why it ended unexpectedly, and which uploads failed.</summary>
    public string RunnerLog => In("runner.log");

    /// <summary>Whether the job is there.</summary>
    public bool Exists => File.Exists(In(RequestFile));

    /// <summary>Whether somebody asked for the job to be stopped.</summary>
    public bool IsStopRequested => File.Exists(In("stop-requested"));

    /// <summary>When the runner last showed that it lives.</summary>
    public DateTimeOffset LastSign => File.GetLastWriteTimeUtc(LockFile);

    /// <summary>When the state was last written.</summary>
    public DateTime StateTime => File.GetLastWriteTimeUtc(In(StateFile));

    /// <summary>The number of the last runner's process.</summary>
    public string RunnerProcessFile => In("runner.pid");

    private string LockFile => In("runner.lock");

    /// <summary>The request as it was made.</summary>
    public JsonElement ReadRequest() => RequestJson.Parse(File.ReadAllText(In(RequestFile)), In(RequestFile));

    /// <summary>How the job is run.</summary>
    public RunOptions ReadOptions() => Read<RunOptions>("options.json");

    /// <summary>How far the job is.</summary>
    public TState ReadState() => Read<TState>(StateFile);

    /// <summary>Writes how far the job is.</summary>
    public void Write(TState state) => WholeFile.Write(In(StateFile), JsonSerializer.Serialize(state, Json));

    /// <summary>Makes the job's folder; all of it is there at once.</summary>
    /// <returns>False when there is a job of this name.</returns>
    public bool TryCreate(JsonElement request, RunOptions options, TState state)
    {
        var parent = System.IO.Path.GetDirectoryName(Path)!;
        var making = this with { Path = System.IO.Path.Combine(parent, $".{Name}.{Environment.ProcessId}") };
        Directory.CreateDirectory(making.Path);
        making.LayOut();
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
    public void RequestStop() => WholeFile.Mark(In("stop-requested"));

    /// <summary>Takes the runner's lock, which the system takes back when the process ends, however it ends.</summary>
    /// <returns>The lock; null when a living runner holds it, or when the job is another user's, whom alone it serves.</returns>
    public FileStream? TryLock()
    {
        try
        {
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Shows that the runner lives.</summary>
    public void Sign(DateTimeOffset now) => File.SetLastWriteTimeUtc(LockFile, now.UtcDateTime);

    /// <summary>A path in the folder.</summary>
    protected string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes the folders that such a job starts with.</summary>
    protected virtual void LayOut()
    {
    }

    private T Read<T>(string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(In(name))) ?? throw new JsonException("found null");
        }
        catch (JsonException exception)
        {
            throw new IOException($"{In(name)} is damaged, or of another version of this program ({exception.Message}). Fix: remove the folder {Path}", exception);
        }
    }
}
