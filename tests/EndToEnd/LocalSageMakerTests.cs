using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using EndToEnd.Scripts;

namespace EndToEnd;

/// <summary>Training jobs on this machine, by both built programs.</summary>
public sealed class LocalSageMakerTests
{
    [Fact]
    public void TrainingJob_WithAPipeAndAFileChannel_Completes()
    {
        using var local = new LocalSageMaker().Sample("digits");
        var request = LocalSageMaker.Digits("digits-1", ("epochs", "5"));
        request["InputDataConfig"]![0]!["InputMode"] = "Pipe";

        var (code, output, errors) = local.Create(request, "--wait");

        code.ShouldBe(0, errors);
        JsonNode.Parse(output)!.ToJsonString().ShouldBe("{\"TrainingJobArn\":\"arn:aws:sagemaker:us-east-1:111122223333:training-job/digits-1\"}");
        var job = local.Describe("digits-1");
        job.GetProperty("TrainingJobStatus").GetString().ShouldBe("Completed", job.ToString());
        LocalSageMaker.Statuses(job).ShouldBe(["Starting", "Downloading", "Training", "Uploading", "Completed"]);
        job.GetProperty("ModelArtifacts").GetProperty("S3ModelArtifacts").GetString().ShouldBe("s3://out/jobs/digits-1/output/model.tar.gz");
        local.Model("digits-1").Keys.ShouldBe(["model.json", "model.safetensors"]);
        File.Exists(local.S3("out", "jobs", "digits-1", "output", "output.tar.gz")).ShouldBeTrue();
        var metric = job.GetProperty("FinalMetricDataList")[0];
        local.Logs("digits-1").ShouldContain($"epoch=5 step=50 validation:accuracy={metric.GetProperty("Value").GetRawText()}");
        File.ReadAllLines(Path.Combine(local.JobFolder("digits-1"), "metrics.csv")).Length.ShouldBe(5);
        local.Run("list-training-jobs", "--status-equals", "Completed").Output.ShouldContain("\"TrainingJobName\": \"digits-1\"");
        local.Create(request).ShouldSatisfyAllConditions(again => again.ExitCode.ShouldBe(254), again => again.Errors.ShouldStartWith("An error occurred (ResourceInUse)"));
    }

    [Fact]
    public void SpotJob_InterruptedThreeTimes_EndsWithTheModelOfAnUninterruptedOne()
    {
        using var local = new LocalSageMaker().Sample("digits");
        (string, string)[] hyperparameters = [("epochs", "2000"), ("threads", "1"), ("checkpoint_interval", "50ba")];
        local.Create(LocalSageMaker.Digits("plain", hyperparameters), "--wait").ExitCode.ShouldBe(0);

        local.Create(LocalSageMaker.Spot(LocalSageMaker.Digits("spot", hyperparameters)), "--spot-interruptions", "wait=0s").ExitCode.ShouldBe(0);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            local.WaitForLog("spot", line => line.StartsWith($"00{attempt}-algo-1 ", StringComparison.Ordinal) && line.Contains(" INF checkpoint checkpoint-"));
            local.Run("interrupt-training-job", "--training-job-name", "spot").ShouldBe((0, "", ""));
        }
        local.Run("wait", "training-job-completed-or-stopped", "--training-job-name", "spot").ExitCode.ShouldBe(0);

        var job = local.Describe("spot");
        LocalSageMaker.Statuses(job).Count(status => status == "Interrupted").ShouldBe(3, job.ToString());
        job.GetProperty("TrainingJobStatus").GetString().ShouldBe("Completed");
        job.GetProperty("BillableTimeInSeconds").GetInt32().ShouldBeLessThan(job.GetProperty("TrainingTimeInSeconds").GetInt32());
        local.Logs("spot").ShouldContain("resuming from checkpoint");
        var (plain, spot) = (local.Model("plain"), local.Model("spot"));
        spot.Keys.ShouldBe(plain.Keys);
        foreach (var name in plain.Keys) spot[name].ShouldBe(plain[name], name);
        Directory.GetFiles(local.S3("out", "checkpoints", "spot")).ShouldAllBe(path => !path.Contains(".sagemaker-"));
    }

    [Fact]
    public void Interruption_OfAJobThatIsNotOnSpot_IsRefused()
    {
        using var local = new LocalSageMaker().Sample("digits");
        local.Create(LocalSageMaker.Digits("plain", ("epochs", "1")), "--wait").ExitCode.ShouldBe(0);
        local.Run("interrupt-training-job", "--training-job-name", "plain").ExitCode.ShouldBe(254);
        local.Run("interrupt-training-job", "--training-job-name", "nobody").ExitCode.ShouldBe(254);
    }

    [Fact]
    public void Answers_HaveTheShapesOfTheApi()
    {
        if (RequestModel.IsMissing)
            Assert.Skip("the AWS CLI is not installed: scripts/setup.sh --tests");
        using var local = new LocalSageMaker().Sample("digits");
        var request = LocalSageMaker.Spot(LocalSageMaker.Digits("shapes", ("epochs", "2")));
        RequestModel.Check("CreateTrainingJob", JsonSerializer.SerializeToElement(request)).ShouldBeEmpty();
        RequestModel.Check("CreateTrainingJob", LocalSageMaker.Parsed(File.ReadAllText(Repository.File("docker", "examples", "local-sagemaker", "digits.json")))).ShouldBeEmpty();

        RequestModel.CheckAnswer("CreateTrainingJob", LocalSageMaker.Parsed(local.Create(request).Output)).ShouldBeEmpty();
        RequestModel.CheckAnswer("DescribeTrainingJob", local.Describe("shapes")).ShouldBeEmpty();
        local.Run("wait", "training-job-completed-or-stopped", "--training-job-name", "shapes").ExitCode.ShouldBe(0);
        RequestModel.CheckAnswer("DescribeTrainingJob", local.Describe("shapes")).ShouldBeEmpty();
        // that member is newer than the model of Debian 12
        RequestModel.CheckAnswer("ListTrainingJobs", LocalSageMaker.Parsed(local.Run("list-training-jobs").Output)).ShouldBeSubsetOf(["$.TrainingJobSummaries[0]: SecondaryStatus is unknown"]);
    }

    [Fact]
    public void TrainingJob_OfTwoHosts_TellsEachWhoItIs()
    {
        using var local = new LocalSageMaker().Sample("digits");
        var request = LocalSageMaker.Digits("two", ("epochs", "5"));
        request["ResourceConfig"]!["InstanceCount"] = 2;
        request["InputDataConfig"]![0]!["DataSource"]!["S3DataSource"]!["S3DataDistributionType"] = "ShardedByS3Key";
        request["AlgorithmSpecification"]!["ContainerEntrypoint"] = new JsonArray("sh", "-c");
        request["AlgorithmSpecification"]!["ContainerArguments"] = new JsonArray("ls -R \"$SAGEMAKER_BASE_DIR/input/data\"; env; touch \"$SAGEMAKER_BASE_DIR/model/$(basename $(dirname $SAGEMAKER_BASE_DIR))\"");
        request["Environment"] = new JsonObject { ["LOG_LEVEL"] = "debug" };

        local.Create(request, "--wait").ExitCode.ShouldBe(0);

        foreach (var host in (string[])["algo-1", "algo-2"])
        {
            string Config(string name) => File.ReadAllText(Path.Combine(local.JobFolder("two"), "hosts", host, "ml", "input", "config", name));
            Config("hyperparameters.json").ShouldBe("{\"epochs\":\"5\"}");
            Config("inputdataconfig.json").ShouldBe(
                "{\"train\":{\"ContentType\":\"text/csv\",\"TrainingInputMode\":\"File\",\"S3DistributionType\":\"ShardedByS3Key\",\"RecordWrapperType\":\"None\"}," +
                "\"validation\":{\"ContentType\":\"text/csv\",\"TrainingInputMode\":\"File\",\"S3DistributionType\":\"FullyReplicated\",\"RecordWrapperType\":\"None\"}}");
            Config("resourceconfig.json").ShouldBe(
                $"{{\"current_host\":\"{host}\",\"current_instance_type\":\"ml.m5.xlarge\",\"current_group_name\":\"homogeneousCluster\",\"hosts\":[\"algo-1\",\"algo-2\"]," +
                "\"instance_groups\":[{\"instance_group_name\":\"homogeneousCluster\",\"instance_type\":\"ml.m5.xlarge\",\"hosts\":[\"algo-1\",\"algo-2\"]}]," +
                "\"network_interface_name\":\"lo\",\"topology\":null}");
            var log = local.Logs("two").Split('\n').Where(line => line.StartsWith($"001-{host} ")).Select(line => line.Split(' ', 3)[2]).ToArray();
            log.ShouldContain("TRAINING_JOB_NAME=two");
            log.ShouldContain("TRAINING_JOB_ARN=arn:aws:sagemaker:us-east-1:111122223333:training-job/two");
            log.ShouldContain("LOG_LEVEL=debug");
            // one object for two hosts: the second one's train is empty, validation is there twice
            log.Count(line => line == "digits.csv").ShouldBe(host == "algo-1" ? 2 : 1);
        }
        local.Model("two").Keys.ShouldBe(["algo-1", "algo-2"]);
    }

    [Fact]
    public void Runner_KilledInTheMiddle_IsFollowedByAnotherThatGoesOnFromTheCheckpoint()
    {
        using var local = new LocalSageMaker().Sample("digits");
        (string, string)[] hyperparameters = [("epochs", "3000"), ("threads", "1"), ("checkpoint_interval", "1s")];
        local.Create(LocalSageMaker.Digits("plain", hyperparameters), "--wait").ExitCode.ShouldBe(0);
        var request = LocalSageMaker.Digits("killed", hyperparameters);
        request["CheckpointConfig"] = new JsonObject { ["S3Uri"] = "s3://out/checkpoints/killed" };
        local.Create(request, "--checkpoint-interval", "0").ExitCode.ShouldBe(0);
        LocalSageMaker.Until(() => Directory.Exists(local.S3("out", "checkpoints", "killed")) && Directory.GetFiles(local.S3("out", "checkpoints", "killed"), "*.safetensors").Length > 0);
        var container = int.Parse(File.ReadAllText(Path.Combine(local.JobFolder("killed"), "hosts", "algo-1", "process")).Split(' ')[0]);

        using (var runner = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(local.JobFolder("killed"), "runner.pid"))))) runner.Kill();
        LocalSageMaker.Until(() => local.Run("wait", "training-job-completed-or-stopped", "--training-job-name", "killed").ExitCode == 0);

        var job = local.Describe("killed");
        job.GetProperty("TrainingJobStatus").GetString().ShouldBe("Completed", job.ToString());
        LocalSageMaker.Statuses(job).ShouldBe(["Starting", "Downloading", "Training", "Starting", "Downloading", "Training", "Uploading", "Completed"]);
        Directory.Exists($"/proc/{container}").ShouldBeFalse();
        local.Logs("killed").Split('\n').ShouldNotContain(line => line.StartsWith("002-") && (line.Contains("starts afresh") || line.Contains(" epoch=1 ")));
        foreach (var (name, bytes) in local.Model("plain")) local.Model("killed")[name].ShouldBe(bytes, name);
    }

    [Fact]
    public void StopTrainingJob_InTheMiddle_SavesTheModel()
    {
        using var local = new LocalSageMaker().Sample("digits");
        local.Create(LocalSageMaker.Digits("stopped", ("epochs", "1000000"))).ExitCode.ShouldBe(0);
        LocalSageMaker.Until(() => local.Logs("stopped").Contains("epoch=2 "));

        local.Run("stop-training-job", "--training-job-name", "stopped").ShouldBe((0, "", ""));
        local.Run("wait", "training-job-completed-or-stopped", "--training-job-name", "stopped").ExitCode.ShouldBe(0);

        var job = local.Describe("stopped");
        job.GetProperty("TrainingJobStatus").GetString().ShouldBe("Stopped", job.ToString());
        LocalSageMaker.Statuses(job).ShouldBe(["Starting", "Downloading", "Training", "Stopping", "Uploading", "Stopped"]);
        local.Model("stopped").Keys.ShouldBe(["model.json", "model.safetensors"]);
    }

    [Fact]
    public void TrainingJob_ThatFails_SaysWhyInItsFailureReason()
    {
        using var local = new LocalSageMaker().Sample("digits");

        local.Create(LocalSageMaker.Digits("wrong", ("epochs", "-1")), "--wait").ExitCode.ShouldBe(254);

        var job = local.Describe("wrong");
        job.GetProperty("TrainingJobStatus").GetString().ShouldBe("Failed");
        job.GetProperty("FailureReason").GetString()!.ShouldStartWith("AlgorithmError: ");
        job.GetProperty("FailureReason").GetString()!.ShouldContain("epochs: found \"-1\"");
        job.GetProperty("FailureReason").GetString()!.ShouldEndWith(", exit code: 1");
    }

    [Fact]
    public void ReadmeCommands_Work()
    {
        using var local = new LocalSageMaker();
        var readme = File.ReadAllText(Repository.File("README.md"));
        var commands = readme[readme.IndexOf("<!-- local-sagemaker: commands -->", StringComparison.Ordinal)..].Split("```")[1]["sh\n".Length..];
        var start = new ProcessStartInfo("sh", ["-euc", commands.Replace("artifacts/s3", local.S3())]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true };
        // the default home follows from it
        start.Environment["XDG_DATA_HOME"] = Path.GetDirectoryName(local.Home);

        using var shell = Process.Start(start)!;
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();

        shell.ExitCode.ShouldBe(0);
        output.ShouldContain("\"TrainingJobStatus\": \"Completed\"");
        output.ShouldContain("\"Status\": \"Interrupted\"");
        File.Exists(local.S3("results", "jobs", "digits", "output", "model.tar.gz")).ShouldBeTrue();
        output.ShouldContain("\"ObjectiveStatus\": \"Succeeded\"");
        output.ShouldEndWith("artifacts/digits-tuning.html\n");
    }

    [Fact]
    public void Commands_NotUnderstood_NameTheMistake()
    {
        using var local = new LocalSageMaker();
        var request = LocalSageMaker.Digits("a_b");
        request.Remove("RoleArn");

        local.Create(request).ShouldSatisfyAllConditions(
            result => result.ExitCode.ShouldBe(252), result => result.Errors.ShouldContain("TrainingJobName: found \"a_b\""), result => result.Errors.ShouldContain("RoleArn: found no such member"));
        local.Run("create-trainingjob").Errors.ShouldContain("did you mean create-training-job");
        local.Run("describe-training-job", "--training-job-nam", "a").Errors.ShouldContain("did you mean --training-job-name");
        local.Run("describe-training-job", "--training-job-name", "nobody").ShouldSatisfyAllConditions(
            result => result.ExitCode.ShouldBe(254), result => result.Errors.ShouldStartWith("An error occurred (ValidationException)"));
        Directory.Exists(Path.Combine(local.Home, "training-jobs")).ShouldBeFalse();
        File.WriteAllText(local.Home, "no folder");
        local.Create(LocalSageMaker.Digits("a")).ShouldSatisfyAllConditions(result => result.ExitCode.ShouldBe(255), result => result.Errors.ShouldStartWith("this machine refuses: "));
    }
}
