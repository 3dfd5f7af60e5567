using System.Text.Json.Nodes;

namespace EndToEnd.Docker;

/// <summary>local-sagemaker with --runner docker: the image in a real engine, what the service does by the built program.</summary>
public sealed class LocalSageMakerTests
{
    private static readonly TimeSpan CommandTimeMax = TimeSpan.FromSeconds(30);

    private static readonly string[] ByDocker = ["--runner", "docker", "--wait"];

    [Fact]
    public void TrainingJob_WithAPipeAndAFastFileChannel_EndsWithTheModelOfAPlainProcess()
    {
        using var local = Local();
        var request = Digits("docker-1", ("epochs", "5"), ("threads", "1"));
        request["InputDataConfig"]![0]!["InputMode"] = "Pipe";
        request["InputDataConfig"]![1]!["InputMode"] = "FastFile";
        request["EnableNetworkIsolation"] = true;

        var docker = local.Create(request, ByDocker);
        request["TrainingJobName"] = "process-1";
        var process = local.Create(request, "--wait");

        docker.ExitCode.ShouldBe(0, docker.Errors + local.Logs("docker-1"));
        process.ExitCode.ShouldBe(0, process.Errors);
        LocalSageMaker.Statuses(local.Describe("docker-1")).ShouldBe(["Starting", "Downloading", "Training", "Uploading", "Completed"]);
        local.Model("docker-1").Keys.ShouldBe(["model.json", "model.safetensors"]);
        local.Model("docker-1")["model.safetensors"].ShouldBe(local.Model("process-1")["model.safetensors"]);
        Containers().ShouldBeEmpty();
    }

    [Fact]
    public void SpotJob_Interrupted_GoesOnInAnotherContainer()
    {
        using var local = Local();
        var request = LocalSageMaker.Spot(Digits("docker-spot", ("epochs", "1500"), ("threads", "1"), ("checkpoint_interval", "50ba")));

        local.Create(request, "--runner", "docker", "--spot-interruptions", "wait=0s").ExitCode.ShouldBe(0);
        local.WaitForLog("docker-spot", line => line.Contains(" INF checkpoint checkpoint-"));
        local.Run("interrupt-training-job", "--training-job-name", "docker-spot").ShouldBe((0, "", ""));
        local.Run("wait", "training-job-completed-or-stopped", "--training-job-name", "docker-spot").ExitCode.ShouldBe(0);

        LocalSageMaker.Statuses(local.Describe("docker-spot")).Count(status => status == "Interrupted").ShouldBe(1);
        local.Logs("docker-spot").ShouldContain("resuming from checkpoint");
        Containers().ShouldBeEmpty();
    }

    [Fact]
    public void TwoHosts_FindEachOtherByName()
    {
        using var local = Local();
        var request = Digits("docker-two", ("epochs", "1"));
        request["ResourceConfig"]!["InstanceCount"] = 2;
        request["AlgorithmSpecification"]!["ContainerEntrypoint"] = new JsonArray("sh", "-c");
        // whoever has found the other stays until it was found as well
        request["AlgorithmSpecification"]!["ContainerArguments"] =
            new JsonArray("hostname; for host in algo-1 algo-2; do for try in $(seq 60); do getent hosts $host && break; sleep 1; done; done; sleep 3; test -d /opt/ml/input/data/train");

        var (code, _, errors) = local.Create(request, ByDocker);

        code.ShouldBe(0, errors + local.Logs("docker-two"));
        var log = local.Logs("docker-two").Split('\n');
        foreach (var host in (string[])["algo-1", "algo-2"])
        {
            var lines = log.Where(line => line.StartsWith($"001-{host} ", StringComparison.Ordinal)).Select(line => line.Split(' ', 3)[2]).ToArray();
            lines[0].ShouldBe(host);
            lines.Count(line => line.EndsWith("algo-1", StringComparison.Ordinal) || line.EndsWith("algo-2", StringComparison.Ordinal)).ShouldBe(3, string.Join('\n', lines));
        }
        Command.Run(CommandTimeMax, "docker", "network", "ls", "--format", "{{.Name}}").Output.ShouldNotContain("local-sagemaker");
    }

    [Fact]
    public void StopTrainingJob_StopsTheContainerAndKeepsItsModel()
    {
        using var local = Local();
        local.Create(Digits("docker-stop", ("epochs", "1000000")), "--runner", "docker").ExitCode.ShouldBe(0);
        local.WaitForLog("docker-stop", line => line.Contains("epoch=2 "));
        Containers().ShouldHaveSingleItem();

        local.Run("stop-training-job", "--training-job-name", "docker-stop").ShouldBe((0, "", ""));
        local.Run("wait", "training-job-completed-or-stopped", "--training-job-name", "docker-stop").ExitCode.ShouldBe(0);

        local.Describe("docker-stop").GetProperty("TrainingJobStatus").GetString().ShouldBe("Stopped");
        local.Model("docker-stop").Keys.ShouldBe(["model.json", "model.safetensors"]);
        Containers().ShouldBeEmpty();
    }

    [Fact]
    public void TuningJob_RunsItsTrainingJobsInContainers()
    {
        using var local = Local();
        var request = LocalSageMaker.DigitsTuning("docker-tune", 3, ("epochs", "2"), ("threads", "1"));
        request["TrainingJobDefinition"]!["AlgorithmSpecification"]!["TrainingImage"] = TestImage.Name;

        var (code, _, errors) = local.Tune(request, ByDocker);

        code.ShouldBe(0, errors);
        local.DescribeTuning("docker-tune").GetProperty("TrainingJobStatusCounters").GetProperty("Completed").GetInt32().ShouldBe(3);
    }

    [Fact]
    public void ImageThatIsNotThere_FailsTheJobWithItsName()
    {
        using var local = Local();
        var request = Digits("docker-none", ("epochs", "1"));
        request["AlgorithmSpecification"]!["TrainingImage"] = "no-such-image:1";

        local.Create(request, ByDocker).ExitCode.ShouldBe(254);
        local.Describe("docker-none").GetProperty("FailureReason").GetString()!.ShouldStartWith("ClientError: docker has no image no-such-image:1");
    }

    private static LocalSageMaker Local()
    {
        TestImage.Require();
        return new LocalSageMaker().Sample("digits");
    }

    private static JsonObject Digits(string name, params (string, string)[] hyperparameters)
    {
        var request = LocalSageMaker.Digits(name, hyperparameters);
        request["AlgorithmSpecification"]!["TrainingImage"] = TestImage.Name;
        return request;
    }

    private static string[] Containers() =>
        Command.Run(CommandTimeMax, "docker", "ps", "--all", "--filter", "name=local-sagemaker-", "--format", "{{.Names}}").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
