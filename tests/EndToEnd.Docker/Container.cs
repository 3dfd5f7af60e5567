using System.Diagnostics;

namespace EndToEnd.Docker;

/// <summary>A container of the image on a job's folder; removed, whatever became of it, when disposed.</summary>
internal sealed class Container : IDisposable
{
    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(2);

    private readonly string _name = $"training-container-test-{Guid.NewGuid():N}";

    private Container(Job? job, string image, string[] options, string[] arguments)
    {
        // a sample's channels are links into the repository, which has the same path inside
        var samples = Repository.File("tests", "SampleData");
        string[] mounts = job is null ? [] : ["-v", $"{job.Folder}:/opt/ml", "-v", $"{samples}:{samples}:ro"];
        DockerEngine.Ask(["run", "--detach", "--name", _name, .. mounts, .. options, image, .. arguments]);
    }

    /// <summary>Starts one with <c>docker run</c>.</summary>
    /// <param name="job">Mounted as /opt/ml; null for none.</param>
    /// <param name="options">Of docker run.</param>
    /// <param name="arguments">After the image.</param>
    public static Container Start(Job? job, string[] options, params string[] arguments) => new(job, TestImage.Name, options, arguments);

    /// <summary>Runs one to its end.</summary>
    /// <returns>The exit code, and both of its streams.</returns>
    public static (int ExitCode, string Output, string Errors) Run(Job? job, string[] options, params string[] arguments) =>
        RunImage(TestImage.Name, job, options, arguments);

    /// <summary>The same for another image.</summary>
    public static (int ExitCode, string Output, string Errors) RunImage(string image, Job? job, string[] options, params string[] arguments)
    {
        using var container = new Container(job, image, options, arguments);
        return container.Wait();
    }

    /// <summary>Follows the log until the first line of a phase.</summary>
    public void WaitFor(Func<string, bool> phase)
    {
        using var follower = Process.Start(new ProcessStartInfo("docker", ["logs", "--follow", _name]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var guard = new CancellationTokenSource(RunTimeMax);
        using var ending = guard.Token.Register(() => follower.Kill());
        var errors = follower.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        while (follower.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
            if (!phase(line))
                continue;
            follower.Kill();
            follower.WaitForExit();
            return;
        }
        Assert.Fail($"the phase never came:\n{string.Join('\n', lines)}\n{errors.Result}");
    }

    /// <summary>Waits for its end.</summary>
    public (int ExitCode, string Output, string Errors) Wait()
    {
        var (exitCode, output, errors) = Command.Run(RunTimeMax, "docker", "wait", _name);
        exitCode.ShouldBe(0, errors);
        var (_, log, logErrors) = DockerEngine.Run("logs", _name);
        return (int.Parse(output, System.Globalization.CultureInfo.InvariantCulture), log, logErrors);
    }

    /// <summary>Sends SIGTERM, and SIGKILL 120 seconds later, as the service does.</summary>
    public void Stop() => Command.Run(RunTimeMax + TimeSpan.FromMinutes(1), "docker", "stop", "-t", "120", _name).ExitCode.ShouldBe(0);

    /// <summary>Sends SIGKILL.</summary>
    public void Kill() => DockerEngine.Ask("kill", _name);

    /// <summary>Runs a shell's line inside.</summary>
    public string Execute(string line) => DockerEngine.Ask("exec", _name, "/bin/sh", "-c", line);

    public void Dispose() => DockerEngine.Run("rm", "--force", "--volumes", _name);
}
