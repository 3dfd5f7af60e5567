using System.Diagnostics;

namespace EndToEnd;

/// <summary>
/// A permission error of a user who is not root names the user, the owner, the mode and both ways out, without a stack
/// trace. The program runs as nobody here; each test takes a right away that nobody has otherwise.
/// </summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class PermissionTests : IDisposable
{
    private const string Nobody = "65534";
    private const UnixFileMode ForRoot = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode ForAll =
        ForRoot | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly string Rows = string.Concat(Enumerable.Range(0, 100).Select(row => $"{row % 2},{row % 2}.{row},{row % 7}\n"));

    private readonly Job _job = new();

    public PermissionTests()
    {
        if (Environment.UserName != "root")
            Assert.Skip("only root can become nobody");
        _job.Channel("train", Rows).Hyperparameters(("epochs", "1"), ("threads", "1"));
        foreach (var folder in (string[])["model", "output", "output/data", "checkpoints"])
            File.SetUnixFileMode(Directory.CreateDirectory(_job.PathOf(folder)).FullName, ForAll | UnixFileMode.OtherWrite);
        File.SetUnixFileMode(_job.Folder, ForAll);
        using var reads = RunAsNobody(["test", "-x", Repository.Program]);
        reads.WaitForExit();
        if (reads.ExitCode != 0)
            Assert.Skip($"nobody may not reach {Repository.Program} here, or there is no setpriv");
    }

    public void Dispose() => _job.Dispose();

    private Process RunAsNobody(string[] command)
    {
        var start = new ProcessStartInfo("setpriv", [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = "/nonexistent";
        start.Environment["SAGEMAKER_BASE_DIR"] = _job.Folder;
        return Process.Start(start)!;
    }

    private (int ExitCode, string Log) Run(string command = "train")
    {
        using var process = RunAsNobody([Repository.Program, command]);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.WaitForExit(TimeSpan.FromMinutes(2)).ShouldBeTrue();
        return (process.ExitCode, output.Result + errors.Result);
    }

    private void TakeFromAll(params string[] path)
    {
        var place = _job.PathOf(path);
        File.SetUnixFileMode(place, Directory.Exists(place) ? ForRoot : ForRoot & ~UnixFileMode.UserExecute);
    }

    private void TakeWriting(params string[] path) => File.SetUnixFileMode(_job.PathOf(path), ForAll);

    /// <summary>What the program says of something that it may not do.</summary>
    private void IsRefused(string doing, string mode, string right, params string[] path) => IsRefused(5, doing, mode, right, path);

    private void IsRefused(int exitCode, string doing, string mode, string right, string[] path)
    {
        var (ended, log) = Run();
        ended.ShouldBe(exitCode, log);
        log.ShouldNotContain("   at ", Case.Sensitive, log);
        var errors = log.Split('\n').SkipWhile(line => !line.Contains(" ERR ")).ToArray();
        var told = string.Join('\n', errors);
        var place = _job.PathOf(path);
        told.ShouldContain($"found {place}, which may not be {doing} by user 65534 (nobody), as whom this program runs: "
            + $"it belongs to user 0 (root) and group 0 (root), mode {mode}");
        told.ShouldMatch("Fix: run the container as root, as SageMaker does, or give this user the right: "
            + $"chown (-R )?65534:65534 {place}, or chmod (-R )?{right.Replace("+", "\\+")} {place}");
    }

    private void IsInTheFailureFile() => _job.Failure.ShouldMatch(
        "^.*as whom this program runs.* Fix: run the container as root.* chown .* chmod .*\\[training-container\\]$");

    [Fact]
    public void NothingTakenAway_Trains()
    {
        var (exitCode, log) = Run();
        exitCode.ShouldBe(0, log);
    }

    [Theory]
    [InlineData("model")]
    [InlineData("checkpoints")]
    [InlineData("output/data")]
    public void FolderThatMayNotBeWritten_IsNamed(string folder)
    {
        TakeWriting(folder);
        IsRefused("written into", "0755", "o+rwX", folder);
        IsInTheFailureFile();
    }

    [Fact]
    public void AllFoldersThatMayNotBeWritten_AreNamedAtOnce()
    {
        TakeWriting("model");
        TakeWriting("checkpoints");
        TakeFromAll("output", "data");
        IsRefused("written into", "0755", "o+rwX", "model");
        _job.Failure.ShouldStartWith("3 mistakes: (1) folder ");
    }

    [Fact]
    public void OutputFolderThatMayNotBeWritten_IsNamed_AndTheLogSaysThatThereIsNoFailureFile()
    {
        Directory.Delete(_job.PathOf("output", "data"));
        TakeWriting("output");
        IsRefused("written into", "0755", "o+rwx", "output");
        Run().Log.ShouldMatch(
            $"WRN file {_job.PathOf("output", "failure")}: found {_job.PathOf("output")}, which may not be written into by user 65534 .*the log alone tells why");
    }

    [Fact]
    public void OutputFolderThatMayNotBeWritten_StopsNoTrainingWhereItsDataFolderMay()
    {
        TakeWriting("output");
        var (exitCode, log) = Run();
        exitCode.ShouldBe(0, log);
        log.ShouldContain("the log alone tells why");
    }

    [Fact]
    public void FailureFileThatMayNotBeRead_Stays_AndIsNamed()
    {
        File.WriteAllText(_job.PathOf("output", "failure"), "whose?");
        TakeFromAll("output", "failure");
        var (exitCode, log) = Run();
        exitCode.ShouldBe(0, log);
        log.ShouldMatch($"WRN file {_job.PathOf("output", "failure")}: found .*, which may not be read by user 65534");
        _job.Failure.ShouldBe("whose?");
    }

    [Fact]
    public void ChannelFolderThatMayNotBeRead_IsNamed()
    {
        TakeFromAll("input", "data", "train");
        IsRefused("read", "0700", "o+rX", "input", "data", "train");
        _job.Failure.ShouldStartWith("channel train: ");
        IsInTheFailureFile();
    }

    [Fact]
    public void FolderAboveAChannelThatMayNotBeEntered_IsNamed()
    {
        TakeFromAll("input", "data");
        IsRefused("entered", "0700", "o+x", "input", "data");
        _job.Failure.ShouldStartWith("channel train: ");
    }

    [Fact]
    public void FolderInAChannelThatMayNotBeRead_IsNamed()
    {
        Directory.CreateDirectory(_job.PathOf("input", "data", "train", "part"));
        TakeFromAll("input", "data", "train", "part");
        IsRefused("read", "0700", "o+rX", "input", "data", "train", "part");
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/jsonlines")]
    [InlineData("application/x-recordio-protobuf")]
    public void FileOfAChannelThatMayNotBeRead_IsNamed(string contentType)
    {
        _job.Channel("train", System.Text.Encoding.UTF8.GetBytes(Rows), contentType);
        TakeFromAll("input", "data", "train", "data.csv");
        IsRefused("read", "0600", "o+r", "input", "data", "train", "data.csv");
        _job.Failure.ShouldStartWith("channel train, file data.csv: ");
        IsInTheFailureFile();
    }

    [Fact]
    public void PipeThatMayNotBeRead_IsNamed()
    {
        _job.DeclareChannel("train", mode: "Pipe");
        Directory.Delete(_job.PathOf("input", "data", "train"), recursive: true);
        using (var process = Process.Start("mkfifo", [_job.PathOf("input", "data", "train_0")]))
            process.WaitForExit();
        _job.Channel("validation", Rows);
        TakeFromAll("input", "data", "train_0");
        IsRefused("read", "0600", "o+r", "input", "data", "train_0");
    }

    [Theory]
    [InlineData("hyperparameters.json")]
    [InlineData("inputdataconfig.json")]
    [InlineData("resourceconfig.json")]
    [InlineData("checkpointconfig.json")]
    public void ConfigFileThatMayNotBeRead_IsNamed(string name)
    {
        if (!File.Exists(_job.PathOf("input", "config", name)))
            _job.Config(name, "{}");
        TakeFromAll("input", "config", name);
        IsRefused(1, "read", "0600", "o+r", ["input", "config", name]);
        _job.Failure.ShouldContain($"file {_job.PathOf("input", "config", name)}: ");
    }

    [Fact]
    public void ConfigFolderThatMayNotBeEntered_IsNamed()
    {
        TakeFromAll("input", "config");
        IsRefused(1, "entered", "0700", "o+x", ["input", "config"]);
        _job.Failure.ShouldStartWith($"file {_job.PathOf("input", "config", "hyperparameters.json")}, file {_job.PathOf("input", "config", "inputdataconfig.json")}: found ");
    }

    [Theory]
    [InlineData("model.tar.gz", "read", "0600", "o+r")]
    [InlineData("", "read", "0700", "o+rX")]
    public void ModelChannelThatMayNotBeRead_IsNamed(string file, string doing, string mode, string right)
    {
        _job.DeclareChannel("model", "application/x-sagemaker-model");
        File.WriteAllText(_job.PathOf("input", "data", "model", "model.tar.gz"), "x");
        TakeFromAll("input", "data", "model", file);
        IsRefused(doing, mode, right, ["input", "data", "model", .. file.Length > 0 ? [file] : Array.Empty<string>()]);
        _job.Failure.ShouldStartWith("channel model: ");
    }

    [Fact]
    public void CheckpointThatMayNotBeRead_IsNamed_AndNotPassedOver()
    {
        Run().ExitCode.ShouldBe(0);
        var checkpoint = Directory.GetFiles(_job.PathOf("checkpoints"), "checkpoint-*.safetensors").Order(StringComparer.Ordinal).Last();
        using (var chown = Process.Start("chown", ["0:0", checkpoint]))
            chown.WaitForExit();
        TakeFromAll("checkpoints", Path.GetFileName(checkpoint));
        IsRefused("read", "0600", "o+r", "checkpoints", Path.GetFileName(checkpoint));
        _job.Failure.ShouldContain("resume=never starts afresh without it");
        _job.Hyperparameters(("epochs", "1"), ("threads", "1"), ("resume", "never"));
        var (exitCode, log) = Run();
        exitCode.ShouldBe(0, log);
    }

    [Fact]
    public void CheckpointFolderThatMayNotBeRead_IsNamed()
    {
        File.SetUnixFileMode(_job.PathOf("checkpoints"), ForRoot | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        IsRefused("read", "0703", "o+rX", "checkpoints");
    }

    [Fact]
    public void Validate_NamesThemAllAtOnce()
    {
        TakeWriting("model");
        TakeFromAll("input", "data", "train", "data.csv");
        var (exitCode, log) = Run("validate");
        exitCode.ShouldBe(1);
        log.ShouldContain($"found {_job.PathOf("model")}, which may not be written into by user 65534 (nobody)");
        log.ShouldContain($"found {_job.PathOf("input", "data", "train", "data.csv")}, which may not be read by user 65534 (nobody)");
        log.ShouldContain("chown -R 65534:65534");
        log.ShouldNotContain("   at ");
    }
}
