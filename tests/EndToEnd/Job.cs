using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace EndToEnd;

/// <summary>A job's folder as the service lays it out, and the program run on it.</summary>
internal sealed class Job : IDisposable
{
    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, object> _channels = [];
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<Process> _started = [];

    public Job()
    {
        Directory.CreateDirectory(PathOf("input", "config"));
        Hyperparameters();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("job-").FullName;

    public string Failure => File.Exists(PathOf("output", "failure")) ? File.ReadAllText(PathOf("output", "failure")) : "";

    public string PathOf(params string[] path) => Path.Combine([Folder, .. path]);

    public Job Hyperparameters(params (string Name, string Value)[] values) =>
        Config("hyperparameters.json", JsonSerializer.Serialize(values.GroupBy(pair => pair.Name).ToDictionary(group => group.Key, group => group.Last().Value)));

    public Job Config(string name, string text)
    {
        File.WriteAllText(PathOf("input", "config", name), text);
        return this;
    }

    /// <summary>Declares a channel and gives it one file.</summary>
    public Job Channel(string name, string content) => Channel(name, Encoding.UTF8.GetBytes(content));

    public Job Channel(string name, byte[] content, string contentType = "text/csv", string mode = "File")
    {
        DeclareChannel(name, contentType, mode);
        File.WriteAllBytes(PathOf("input", "data", name, "data.csv"), content);
        return this;
    }

    /// <summary>Declares a channel and makes its empty folder.</summary>
    public Job DeclareChannel(string name, string contentType = "text/csv", string mode = "File")
    {
        Directory.CreateDirectory(PathOf("input", "data", name));
        _channels[name] = new { ContentType = contentType, TrainingInputMode = mode, S3DistributionType = "FullyReplicated", RecordWrapperType = "None" };
        return Config("inputdataconfig.json", JsonSerializer.Serialize(_channels));
    }

    /// <summary>Declares the channels of a sample folder, as links.</summary>
    public Job Sample(string name)
    {
        foreach (var folder in Directory.GetDirectories(Repository.File("tests", "SampleData", name)))
        {
            DeclareChannel(Path.GetFileName(folder));
            Directory.Delete(PathOf("input", "data", Path.GetFileName(folder)));
            Directory.CreateSymbolicLink(PathOf("input", "data", Path.GetFileName(folder)), folder);
        }
        return this;
    }

    /// <summary>Sets an environment variable of the program.</summary>
    public Job Variable(string name, string value)
    {
        _variables[name] = value;
        return this;
    }

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SAGEMAKER_BASE_DIR"] = Folder;
        foreach (var (name, value) in _variables)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        // a process of its own, since the test disposes the one that it gets
        _started.Add(Process.GetProcessById(process.Id));
        return process;
    }

    /// <summary>Runs the program to its end.</summary>
    public (int ExitCode, string[] Lines, string Errors) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (!process.WaitForExit(RunTimeMax))
        {
            process.Kill();
            throw new TimeoutException($"the program still ran after {RunTimeMax}");
        }
        return (process.ExitCode, output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries), errors.Result);
    }

    public JsonElement Json(params string[] path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(path)));
        return document.RootElement.Clone();
    }

    /// <summary>Ends what a failed test has left running, and removes the job.</summary>
    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
        Directory.Delete(Folder, recursive: true);
    }
}
