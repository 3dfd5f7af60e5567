namespace EndToEnd.Docker;

/// <summary>Every mix of entrypoint and arguments that a job's request, an SDK's local mode or a person can make.</summary>
public sealed class StartTests
{
    private const string Program = "/opt/training-container/training-container";

    /// <summary>The image's own, none, an absolute one, one of the path, and a shell's.</summary>
    [Theory]
    [InlineData(null, "train")]
    [InlineData(null)]
    [InlineData("", "train")]
    [InlineData("train")]
    [InlineData("train", "train")]
    [InlineData(Program)]
    [InlineData(Program, "train")]
    [InlineData("training-container", "train")]
    [InlineData("/bin/sh", "-c", "train")]
    [InlineData("/usr/bin/env", "train")]
    public void EveryGoodStart_Trains(string? entrypoint, params string[] arguments)
    {
        TestImage.Require();
        using var job = Jobs.Small();
        Jobs.Trained(job, Container.Run(job, Entrypoint(entrypoint), arguments));
    }

    /// <summary>Arguments that the program does not know are told on the console and in the failure file, and nothing is trained.</summary>
    [Theory]
    [InlineData(null, "trian")]
    [InlineData(null, "train", "--epochs", "3")]
    [InlineData(null, "train train")]
    [InlineData(null, "/bin/sh", "-c", "train")]
    [InlineData(null, "")]
    [InlineData("train", "evaluate")]
    public void BadArguments_AreNamedWithTheFix(string? entrypoint, params string[] arguments)
    {
        TestImage.Require();
        using var job = Jobs.Small();
        var (exitCode, output, errors) = Container.Run(job, Entrypoint(entrypoint), arguments);
        exitCode.ShouldBe(2, output + errors);
        errors.ShouldContain($"command line: found \"{string.Join(' ', arguments)}\", expected train");
        job.Failure.ShouldContain("docker run IMAGE train");
        Directory.Exists(job.PathOf("model")).ShouldBeFalse();
    }

    /// <summary>An endpoint's start: the image trains only, and says so, rather than train where a model was to be served.</summary>
    [Theory]
    [InlineData(null, "serve")]
    [InlineData("", "serve")]
    [InlineData("serve")]
    public void Serve_IsRefusedAndTrainsNothing(string? entrypoint, params string[] arguments)
    {
        TestImage.Require();
        using var job = Jobs.Small();
        var (exitCode, output, errors) = Container.Run(job, Entrypoint(entrypoint), arguments);
        exitCode.ShouldBe(2, output + errors);
        errors.ShouldContain("found \"serve\", expected train");
        Directory.Exists(job.PathOf("model")).ShouldBeFalse();
    }

    [Fact]
    public void NothingMounted_SaysWhatIsMissing()
    {
        TestImage.Require();
        var (exitCode, output, errors) = Container.Run(null, [], "train");
        exitCode.ShouldBe(1, output + errors);
        (output + errors).ShouldContain("hyperparameters.json");
    }

    private static string[] Entrypoint(string? entrypoint) => entrypoint is null ? [] : ["--entrypoint", entrypoint];
}
