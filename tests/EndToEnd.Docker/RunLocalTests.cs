namespace EndToEnd.Docker;

/// <summary>scripts/run-local.sh with a real engine; tests/EndToEnd has the rest of its tests.</summary>
public sealed class RunLocalTests : IDisposable
{
    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(2);
    private static readonly string Digits = Repository.File("tests", "SampleData", "digits");

    private readonly string _scratch = Directory.CreateTempSubdirectory("local-").FullName;

    private string Job => Path.Combine(_scratch, "job");

    private (int ExitCode, string Output, string Errors) Run(params string[] more) => Command.Run(RunTimeMax, Repository.File("scripts", "run-local.sh"),
        ["--image", TestImage.Name, "--job", Job, "--channel", $"train={Digits}/train", "--channel", $"validation={Digits}/validation", "--network", "none", "threads=1", .. more]);

    [Theory]
    [InlineData("File")]
    [InlineData("Pipe")]
    public void EitherMode_TrainsTheSameModel(string mode)
    {
        TestImage.Require();
        var (exitCode, output, errors) = Run("--mode", mode, "--memory", "2g", "--shm-size", "64m", "--env", "A=b", "epochs=3");
        exitCode.ShouldBe(0, output + errors);
        output.ShouldContain("channel train: 1197 rows, 64 features, 10 classes");
        output.ShouldContain(": model.json, model.safetensors");
        Directory.GetFiles(Path.Combine(Job, "input", "data")).ShouldBeEmpty();
    }

    [Fact]
    public void FilesAndLinks_ReachTheContainer()
    {
        TestImage.Require();
        var folder = Directory.CreateDirectory(Path.Combine(_scratch, "linked")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Digits, "test")))
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        var (exitCode, output, errors) = Run("--channel", $"test={folder}", "epochs=1");
        exitCode.ShouldBe(0, output + errors);
        output.ShouldContain("channel test: 300 rows");
    }

    [Fact]
    public void Model_IsContinuedAndCheckpointsGoOn()
    {
        TestImage.Require();
        Run("--checkpoints", "epochs=2").ExitCode.ShouldBe(0);
        var resumed = Run("--checkpoints", "epochs=3");
        resumed.ExitCode.ShouldBe(0, resumed.Output + resumed.Errors);
        resumed.Output.ShouldContain("resuming from ");

        var archive = Path.Combine(_scratch, "model.tar.gz");
        Command.Run(RunTimeMax, "tar", "-C", Path.Combine(Job, "model"), "-czf", archive, ".").ExitCode.ShouldBe(0);
        Directory.Delete(Path.Combine(Job, "checkpoints"), recursive: true);
        var continued = Run("--model", archive, "epochs=1");
        continued.ExitCode.ShouldBe(0, continued.Output + continued.Errors);
        continued.Output.ShouldContain("channel model");
    }

    [Fact]
    public void Validate_EndsWithTheProgramsExitCode()
    {
        TestImage.Require();
        var (exitCode, output, _) = Run("--validate", "epochs=0", "learning_rat=1");
        exitCode.ShouldBe(1);
        output.ShouldContain("2 mistakes:");
        Directory.GetFiles(Path.Combine(Job, "model")).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_scratch, recursive: true);
}
