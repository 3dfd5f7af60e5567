using System.Text.Json.Nodes;

namespace EndToEnd.Scripts;

/// <summary>scripts/run-local.sh with a stand-in for docker; tests/EndToEnd.Docker runs it for real.</summary>
public sealed class RunLocalTests
{
    private const string Name = "run-local.sh";

    private static readonly string Digits = Repository.File("tests", "SampleData", "digits");

    [Fact]
    public void DryRun_PrintsTheCommandAndTheConfigurationAndMakesNothing()
    {
        using var stubs = new Stubs().Add("docker");
        var job = stubs.PathOf("job");
        var (exitCode, output, errors) = Script.Run(Name, stubs, "--job", job, "--channel", $"train={Digits}/train", "--channel", $"test={Digits}/test/", "--mode", "train=Pipe",
            "--content-type", "test=text/csv;label_size=0", "--gpus", "all", "--shm-size", "1g", "--memory", "4g", "--network", "none", "--env", "A=b c", "--image", "my:1", "--dry-run", "note=a \"b\"");
        exitCode.ShouldBe(0, errors);
        var (command, json) = (output[..output.IndexOf('\n')], JsonNode.Parse(output[output.IndexOf('\n')..])!);
        command.ShouldBe($"docker run --rm -v {job}:/opt/ml --mount type=bind,source={Digits}/test,target=/opt/ml/input/data/test,readonly"
            + " --gpus all --shm-size 1g --memory 4g --network none --memory-swap 4g --env 'A=b c' my:1 train");
        json["hyperparameters.json"]!["note"]!.GetValue<string>().ShouldBe("a \"b\"");
        json["inputdataconfig.json"]!["train"]!.ToJsonString().ShouldBe("""{"TrainingInputMode":"Pipe","ContentType":"text/csv","S3DistributionType":"FullyReplicated","RecordWrapperType":"None"}""");
        json["inputdataconfig.json"]!["test"]!["ContentType"]!.GetValue<string>().ShouldBe("text/csv;label_size=0");
        stubs.Calls.ShouldBeEmpty();
        Directory.Exists(job).ShouldBeFalse();
    }

    [Fact]
    public void Folder_IsWhatSageMakerMounts()
    {
        using var stubs = new Stubs().Add("docker", "find \"$scratch/job\" | sort >\"$scratch/seen\"; exit 3");
        var file = stubs.PathOf("rows.csv");
        File.WriteAllText(file, "1,2\n");
        Directory.CreateDirectory(stubs.PathOf("linked"));
        File.CreateSymbolicLink(stubs.PathOf("linked/rows.csv"), file);
        File.WriteAllText(stubs.PathOf("m.tgz"), "model");
        string[] flags = ["--job", stubs.PathOf("job"), "--channel", $"train={file}", "--channel", $"test={stubs.PathOf("linked")}", "--model", stubs.PathOf("m.tgz"), "--checkpoints"];
        Script.Run(Name, stubs, flags).ExitCode.ShouldBe(3);
        string[] expected =
        [
            "", "/checkpoints", "/input", "/input/config", "/input/config/hyperparameters.json", "/input/config/inputdataconfig.json", "/input/config/resourceconfig.json",
            "/input/data", "/input/data/model", "/input/data/model/model.tar.gz", "/input/data/test", "/input/data/test/rows.csv", "/input/data/train", "/input/data/train/rows.csv", "/model", "/output",
        ];
        File.ReadAllLines(stubs.PathOf("seen")).ShouldBe(expected.Select(path => stubs.PathOf("job") + path));
        // a link would lead nowhere in the container, so that channel is copied; the others are mounted
        File.ReadAllText(stubs.PathOf("job/input/data/test/rows.csv")).ShouldBe("1,2\n");
        new FileInfo(stubs.PathOf("job/input/data/test/rows.csv")).LinkTarget.ShouldBeNull();
        stubs.Calls[0].ShouldContain($"--mount type=bind,source={file},target=/opt/ml/input/data/train/rows.csv,readonly");
        stubs.Calls[0].ShouldContain("target=/opt/ml/input/data/model/model.tar.gz,readonly");
        stubs.Calls[0].ShouldNotContain("linked");
    }

    [Fact]
    public void Pipe_IsFedInOrderEpochByEpochAndRemoved()
    {
        // reads the first epoch only in part, the second one wholly
        using var stubs = new Stubs().Add("docker", "data=$scratch/job/input/data; head -c 3 \"$data/train_0\" >\"$scratch/first\"; cat \"$data/train_1\" >\"$scratch/second\"; ls \"$data\" >\"$scratch/seen\"");
        Directory.CreateDirectory(stubs.PathOf("rows/b"));
        File.WriteAllText(stubs.PathOf("rows/b/2.csv"), new string('y', 200_000));
        File.WriteAllText(stubs.PathOf("rows/a.csv"), "1\n2\n3\n");
        var (exitCode, _, errors) = Script.Run(Name, stubs, "--job", stubs.PathOf("job"), "--channel", $"train={stubs.PathOf("rows")}", "--mode", "pipe");
        exitCode.ShouldBe(0, errors);
        File.ReadAllText(stubs.PathOf("first")).ShouldBe("1\n2");
        File.ReadAllText(stubs.PathOf("second")).ShouldBe("1\n2\n3\n" + new string('y', 200_000));
        File.ReadAllLines(stubs.PathOf("seen")).ShouldNotContain("train");
        Directory.GetFileSystemEntries(stubs.PathOf("job/input/data")).ShouldBeEmpty();
        stubs.Calls[0].ShouldNotContain("--mount");
    }

    [Fact]
    public void Checkpoints_AreNeverDeletedUnasked()
    {
        using var stubs = new Stubs().Add("docker");
        string[] flags = ["--job", stubs.PathOf("job"), "--channel", $"train={Digits}/train"];
        Script.Run(Name, stubs, [.. flags, "--checkpoints"]).ExitCode.ShouldBe(0);
        File.WriteAllText(stubs.PathOf("job/checkpoints/one"), "");
        File.WriteAllText(stubs.PathOf("job/model/old"), "");
        var (exitCode, _, errors) = Script.Run(Name, stubs, flags);
        exitCode.ShouldBe(2);
        errors.ShouldContain("expected no checkpoints of an earlier run. Fix: give --checkpoints to go on from them");
        Script.Run(Name, stubs, [.. flags, "--checkpoints"]).ExitCode.ShouldBe(0);
        File.Exists(stubs.PathOf("job/checkpoints/one")).ShouldBeTrue();
        File.Exists(stubs.PathOf("job/model/old")).ShouldBeFalse();
    }

    [Fact]
    public void Mistakes_AreAllToldAndNothingIsDone()
    {
        using var stubs = new Stubs().Add("docker");
        File.WriteAllText(stubs.PathOf("precious.txt"), "");
        var (exitCode, output, errors) = Script.Run(Name, stubs, "--job", stubs.PathOf(""), "--channel", "train=missing.csv", "--mode", "Stream", "--mode", "tset=Pipe", "--model", "missing.tgz",
            "--memory", "much", "--gpu", "all", "epochs", "a=1", "a=2");
        exitCode.ShouldBe(2);
        output.ShouldBeEmpty();
        stubs.Calls.ShouldBeEmpty();
        foreach (var expected in new[]
        {
            "an empty folder, or one of an earlier job. Fix: it has bin, precious.txt", "--channel train: found \"missing.csv\", expected a file or folder that exists", "--mode of channel train: found \"Stream\"",
            "--mode: found \"tset=Pipe\", expected one of the channels train", "--model: found \"missing.tgz\"", "--memory: found \"much\"", "did you mean --gpus?",
            "hyperparameter: found \"epochs\", expected NAME=VALUE", "hyperparameter a: found \"1 and 2\"",
        })
            errors.ShouldContain(expected);
    }

    /// <summary>A channel is a folder of its own below input/data: ../x would be beside it.</summary>
    [Theory]
    [InlineData("../x")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a/b")]
    public void ChannelName_ThatNoChannelCanHave_IsAMistake(string name)
    {
        using var stubs = new Stubs().Add("docker");
        var (exitCode, _, errors) = Script.Run(Name, stubs, "--job", stubs.PathOf("job"), "--channel", $"{name}={Digits}/train", "--dry-run");
        exitCode.ShouldBe(2);
        errors.ShouldContain($"--channel: found \"{name}\", expected a name of at most 64 letters, digits, dots, hyphens and underscores");
    }

    [Fact]
    public void ModelTwice_ByItsFlagAndAsAChannel_IsAMistake()
    {
        using var stubs = new Stubs().Add("docker");
        File.WriteAllText(stubs.PathOf("m.tgz"), "model");
        var (exitCode, _, errors) = Script.Run(Name, stubs, "--job", stubs.PathOf("job"), "--channel", $"train={Digits}/train", "--channel", $"model={Digits}/train", "--model", stubs.PathOf("m.tgz"), "--dry-run");
        exitCode.ShouldBe(2);
        errors.ShouldContain("expected no --channel model beside it");
    }

    [Fact]
    public void Folder_ThatCannotBeMade_IsToldWithoutATrace()
    {
        using var stubs = new Stubs().Add("docker");
        // nobody may make a folder there, root neither
        var (exitCode, _, errors) = Script.Run(Name, stubs, "--job", "/proc/nowhere/job", "--channel", $"train={Digits}/train");
        exitCode.ShouldBe(2);
        errors.ShouldContain("the job's folder /proc/nowhere/job can't be made: ");
        errors.ShouldContain("Fix: name another one by --job");
        errors.ShouldNotContain("Traceback");
        stubs.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void NoChannel_IsAMistake()
    {
        var (exitCode, _, errors) = Script.Run(Name);
        exitCode.ShouldBe(2);
        errors.ShouldContain("--channel: found nothing, expected NAME=PATH");
    }

    [Fact]
    public void Signal_StopsTheContainerOrderly()
    {
        using var stubs = new Stubs().Add("docker", "trap 'echo stopped; exit 0' TERM; kill -TERM $PPID; for _ in $(seq 400); do sleep 0.05; done; exit 9");
        var (exitCode, output, errors) = Script.Run(Name, stubs, "--job", stubs.PathOf("job"), "--channel", $"train={Digits}/train");
        exitCode.ShouldBe(0, errors);
        output.ShouldBe("stopped\n");
    }
}
