using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using EndToEnd.Scripts;

namespace EndToEnd;

/// <summary>Tuning jobs on this machine, by both built programs.</summary>
public sealed class LocalTuningTests
{
    private const string TerminalMaker = "/usr/bin/script";

    [Fact]
    public void TuningJob_OfTwelveJobsTwoAtATime_ReturnsTheBestModel()
    {
        using var local = new LocalSageMaker().Sample("digits");
        var request = LocalSageMaker.DigitsTuning("tune", 12, ("epochs", "5"), ("threads", "1"));

        var (code, output, errors) = local.Tune(request, "--wait");

        code.ShouldBe(0, errors);
        JsonNode.Parse(output)!.ToJsonString().ShouldBe("{\"HyperParameterTuningJobArn\":\"arn:aws:sagemaker:us-east-1:111122223333:hyper-parameter-tuning-job/tune\"}");
        errors.Split('\n').Count(line => line.Contains(" started: hidden_layers=[")).ShouldBe(12);
        var tuning = local.DescribeTuning("tune");
        tuning.GetProperty("HyperParameterTuningJobStatus").GetString().ShouldBe("Completed", errors);
        tuning.GetProperty("TrainingJobStatusCounters").GetProperty("Completed").GetInt32().ShouldBe(12);
        var jobs = local.TrainingJobsOf("tune");
        jobs.Length.ShouldBe(12);
        var best = tuning.GetProperty("BestTrainingJob");
        Objective(best).ShouldBe(jobs.Max(Objective));
        jobs.Select(job => job.GetProperty("TunedHyperParameters").GetRawText()).Distinct().Count().ShouldBe(12);
        // its name leads to the job, its model and what the container was told
        var name = best.GetProperty("TrainingJobName").GetString()!;
        var described = local.Describe(name);
        described.GetProperty("FinalMetricDataList")[0].GetProperty("Value").GetSingle().ShouldBe(Objective(best));
        described.GetProperty("TuningJobArn").GetString().ShouldBe(tuning.GetProperty("HyperParameterTuningJobArn").GetString());
        local.Model(name).Keys.ShouldBe(["model.json", "model.safetensors"]);
        var hyperparameters = JsonNode.Parse(File.ReadAllText(Path.Combine(local.JobFolder(name), "hosts", "algo-1", "ml", "input", "config", "hyperparameters.json")))!;
        hyperparameters["_tuning_objective_metric"]!.GetValue<string>().ShouldBe("validation:accuracy");
        hyperparameters["learning_rate"]!.GetValue<string>().ShouldBe(best.GetProperty("TunedHyperParameters").GetProperty("learning_rate").GetString());
        jobs.Max(job => jobs.Count(other => Time(other, "CreationTime") <= Time(job, "CreationTime") && Time(other, "TrainingEndTime") > Time(job, "CreationTime"))).ShouldBe(2);
        if (RequestModel.IsMissing)
            Assert.Skip("the AWS CLI is not installed, so the answers' shapes were not checked: scripts/setup.sh --tests");
        RequestModel.Check("CreateHyperParameterTuningJob", JsonSerializer.SerializeToElement(request)).ShouldBeEmpty();
        RequestModel.CheckAnswer("CreateHyperParameterTuningJob", LocalSageMaker.Parsed(output)).ShouldBeEmpty();
        // those members are newer than the model of Debian 12
        RequestModel.CheckAnswer("DescribeHyperParameterTuningJob", tuning).ShouldBeSubsetOf(["$: TuningJobCompletionDetails is unknown", "$: ConsumedResources is unknown"]);
        RequestModel.CheckAnswer("ListTrainingJobsForHyperParameterTuningJob", JsonSerializer.SerializeToElement(new { TrainingJobSummaries = jobs })).ShouldBeEmpty();
        RequestModel.CheckAnswer("ListHyperParameterTuningJobs", LocalSageMaker.Parsed(local.Run("list-hyper-parameter-tuning-jobs").Output)).ShouldBeEmpty();
    }

    [Fact]
    public void TuningJob_OfTwoOptimizers_ReturnsTheBestModelOfBoth()
    {
        using var local = new LocalSageMaker().Sample("digits");
        var request = LocalSageMaker.DigitsTuningOfOptimizers("both", 6, ("epochs", "5"), ("threads", "1"));

        var (code, _, errors) = local.Tune(request, "--wait");

        code.ShouldBe(0, errors);
        errors.Split('\n').Count(line => line.Contains(" of adam started: learning_rate=")).ShouldBe(3, errors);
        var (tuning, jobs) = (local.DescribeTuning("both"), local.TrainingJobsOf("both"));
        tuning.GetProperty("TrainingJobStatusCounters").GetProperty("Completed").GetInt32().ShouldBe(6, errors);
        jobs.Select(Definition).ShouldBe(["sgd", "adam", "sgd", "adam", "sgd", "adam"]);
        jobs.Select(job => local.Describe(Name(job)).GetProperty("HyperParameters").GetProperty("optimizer").GetString()).ShouldBe(jobs.Select(Definition));
        var best = tuning.GetProperty("BestTrainingJob");
        Objective(best).ShouldBe(jobs.Max(Objective));
        Definition(best).ShouldBe(Definition(jobs.First(job => Name(job) == Name(best))));
        local.Model(Name(best)).Keys.ShouldBe(["model.json", "model.safetensors"]);
        if (RequestModel.IsMissing)
            Assert.Skip("the AWS CLI is not installed, so the answers' shapes were not checked: scripts/setup.sh --tests");
        RequestModel.Check("CreateHyperParameterTuningJob", JsonSerializer.SerializeToElement(request)).ShouldBeEmpty();
        RequestModel.CheckAnswer("DescribeHyperParameterTuningJob", tuning).ShouldBeSubsetOf(["$: TuningJobCompletionDetails is unknown", "$: ConsumedResources is unknown"]);
        RequestModel.CheckAnswer("ListTrainingJobsForHyperParameterTuningJob", JsonSerializer.SerializeToElement(new { TrainingJobSummaries = jobs })).ShouldBeEmpty();
    }

    [Fact]
    public void Runners_KilledInTheMiddle_AreFollowedByOthersThatGoOn()
    {
        using var local = new LocalSageMaker().Sample("digits");
        // containers that begin when they are let
        var (program, gate) = (Path.Combine(Path.GetDirectoryName(local.Home)!, "program"), Path.Combine(Path.GetDirectoryName(local.Home)!, "gate"));
        File.WriteAllText(program, $"#!/bin/sh\necho it waits\nuntil [ -e {gate} ]; do sleep 0.05; done\nexec {Repository.Program} \"$@\"\n");
        using (var chmod = Process.Start("chmod", ["+x", program])) chmod.WaitForExit();
        local.Tune(LocalSageMaker.DigitsTuning("killed", 4, ("epochs", "5"), ("threads", "1")), "--program", program).ExitCode.ShouldBe(0);
        var folder = Path.Combine(local.Home, "hyper-parameter-tuning-jobs", "killed");
        LocalSageMaker.Until(() => local.TrainingJobsOf("killed").Length > 0);
        var running = local.TrainingJobsOf("killed")[0].GetProperty("TrainingJobName").GetString()!;
        local.WaitForLog(running, line => line.EndsWith(" it waits", StringComparison.Ordinal));

        foreach (var file in (string[])[Path.Combine(folder, "runner.pid"), Path.Combine(local.JobFolder(running), "runner.pid")])
        {
            using var runner = Process.GetProcessById(int.Parse(File.ReadAllText(file)));
            runner.Kill();
            runner.WaitForExit();
        }
        File.WriteAllText(gate, "");
        var waited = local.Run("wait", "hyper-parameter-tuning-job-completed-or-stopped", "--hyper-parameter-tuning-job-name", "killed");

        waited.ExitCode.ShouldBe(0, waited.Errors);
        var jobs = local.TrainingJobsOf("killed");
        jobs.Select(job => job.GetProperty("TrainingJobName").GetString()![..10]).ShouldBe(["killed-001", "killed-002", "killed-003", "killed-004"]);
        jobs.ShouldAllBe(job => job.GetProperty("TrainingJobStatus").GetString() == "Completed");
        LocalSageMaker.Statuses(local.Describe(running)).Count(status => status == "Starting").ShouldBe(2);
    }

    [Fact]
    public void StopHyperParameterTuningJob_InTheMiddle_StopsItsTrainingJobs()
    {
        using var local = new LocalSageMaker().Sample("digits");
        local.Tune(LocalSageMaker.DigitsTuning("stopped", 12, ("epochs", "1000000"))).ExitCode.ShouldBe(0);
        LocalSageMaker.Until(() => local.TrainingJobsOf("stopped") is { Length: 2 } jobs && jobs.All(job => local.Logs(job.GetProperty("TrainingJobName").GetString()!).Contains("epoch=2 ")));

        local.Run("stop-hyper-parameter-tuning-job", "--hyper-parameter-tuning-job-name", "stopped").ShouldBe((0, "", ""));
        local.Run("wait", "hyper-parameter-tuning-job-completed-or-stopped", "--hyper-parameter-tuning-job-name", "stopped").ExitCode.ShouldBe(0);

        var tuning = local.DescribeTuning("stopped");
        tuning.GetProperty("HyperParameterTuningJobStatus").GetString().ShouldBe("Stopped");
        tuning.GetProperty("TrainingJobStatusCounters").GetProperty("Stopped").GetInt32().ShouldBe(2);
        local.Model(tuning.GetProperty("BestTrainingJob").GetProperty("TrainingJobName").GetString()!).Keys.ShouldContain("model.safetensors");
        local.Run("stop-hyper-parameter-tuning-job", "--hyper-parameter-tuning-job-name", "stopped").ExitCode.ShouldBe(254);
    }

    [Fact]
    public async Task OnATerminal_ATableShowsTheJobs()
    {
        if (!File.Exists(TerminalMaker))
            Assert.Skip("there is no script command to make a terminal");
        using var local = new LocalSageMaker().Sample("digits");
        var file = Path.Combine(Path.GetDirectoryName(local.Home)!, "tuning.json");
        File.WriteAllText(file, LocalSageMaker.DigitsTuning("seen", 3, ("epochs", "3"), ("threads", "1")).ToJsonString());
        var start = new ProcessStartInfo(TerminalMaker,
        [
            "-qec", $"stty cols 120 rows 40; {LocalSageMaker.Program} create-hyper-parameter-tuning-job --wait --cli-input-json file://{file} --home {local.Home} --s3-root {local.S3()}", "/dev/null",
        ])
        { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["TERM"] = "xterm";

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.WaitForExit(LocalSageMaker.PhaseTimeMax).ShouldBeTrue();

        process.ExitCode.ShouldBe(0);
        var text = await output;
        text.ShouldContain("seen  InProgress  2 running, 0 of 3 ended");
        text.ShouldContain("seen  Completed  0 running, 3 of 3 ended");
        var last = text[text.LastIndexOf("seen  Completed", StringComparison.Ordinal)..];
        last.ShouldContain("★");
        foreach (var part in (string[])["hidden_layers", "learning_rate", "epoch", "validation:accuracy", "001", "002", "003"]) last.ShouldContain(part);
        text.ShouldContain("\u001b[?25h", customMessage: "the cursor is shown again");
    }

    [Theory]
    [InlineData("")]
    // as a shell leaves it to what it starts in the background
    [InlineData("trap '' INT; ")]
    public async Task CtrlCOnATerminal_ShowsTheCursorAgainAndTheJobGoesOn(string before)
    {
        if (!File.Exists(TerminalMaker))
            Assert.Skip("there is no script command to make a terminal");
        using var local = new LocalSageMaker().Sample("digits");
        var file = Path.Combine(Path.GetDirectoryName(local.Home)!, "tuning.json");
        File.WriteAllText(file, LocalSageMaker.DigitsTuning("left", 2, ("epochs", "100000"), ("threads", "1")).ToJsonString());
        var start = new ProcessStartInfo(TerminalMaker,
        [
            "-qec", $"{before}exec {LocalSageMaker.Program} create-hyper-parameter-tuning-job --wait --cli-input-json file://{file} --home {local.Home} --s3-root {local.S3()}", "/dev/null",
        ])
        { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["TERM"] = "xterm";

        using var process = Process.Start(start)!;
        using var guard = new CancellationTokenSource(LocalSageMaker.PhaseTimeMax);
        using var killing = guard.Token.Register(() => process.Kill(entireProcessTree: true));
        var (text, buffer) = (new System.Text.StringBuilder(), new char[4096]);
        // the table is there before the key is pressed
        for (var isPressed = false; await process.StandardOutput.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count;)
        {
            text.Append(buffer, 0, count);
            if (isPressed || !text.ToString().Contains("left  InProgress")) continue;
            await process.StandardInput.WriteAsync('\u0003');
            await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            isPressed = true;
        }
        process.WaitForExit(LocalSageMaker.PhaseTimeMax).ShouldBeTrue();

        process.ExitCode.ShouldBe(130, ProgramLog.Excerpt([text.ToString()]));
        text.ToString().LastIndexOf("\u001b[?25h", StringComparison.Ordinal).ShouldBeGreaterThan(text.ToString().LastIndexOf("\u001b[?25l", StringComparison.Ordinal), ProgramLog.Excerpt([text.ToString()]));
        text.ToString().ShouldContain("left goes on without this command; to stop it: local-sagemaker stop-hyper-parameter-tuning-job --hyper-parameter-tuning-job-name left");
        local.DescribeTuning("left").GetProperty("HyperParameterTuningJobStatus").GetString().ShouldBe("InProgress");
    }

    [Fact]
    public void RequestsOfTheLaunchScripts_RunHereAsTheyAre()
    {
        using var local = new LocalSageMaker().Sample("digits");
        string[] flags =
        [
            "--image", "111122223333.dkr.ecr.eu-central-1.amazonaws.com/training-container:1", "--role", LocalSageMaker.Role, "--channel", "train=s3://data/digits/train/",
            "--instance-type", "ml.m5.xlarge",             "--channel", "validation=s3://data/digits/validation/", "--output", "s3://out/jobs", "--dry-run",
        ];

        var training = Script.Run("launch-training-job.sh", [.. flags, "--name", "launched", "epochs=2", "threads=1"]);
        var tuning = Script.Run("launch-tuning-job.sh",
            [.. flags, "--name", "tuned", "--objective", "validation:accuracy:best", "--range", "learning_rate=continuous:1e-4:1e-1:Logarithmic", "--max-jobs", "2", "epochs=2", "threads=1"]);
        training.ExitCode.ShouldBe(0, training.Errors);
        tuning.ExitCode.ShouldBe(0, tuning.Errors);
        var launched = local.Create(JsonNode.Parse(training.Output)!.AsObject(), "--wait");
        var tuned = local.Tune(JsonNode.Parse(tuning.Output)!.AsObject(), "--wait");

        launched.ExitCode.ShouldBe(0, launched.Errors);
        tuned.ExitCode.ShouldBe(0, tuned.Errors);
        var name = JsonNode.Parse(tuning.Output)!["HyperParameterTuningJobName"]!.GetValue<string>();
        local.DescribeTuning(name).GetProperty("TrainingJobStatusCounters").GetProperty("Completed").GetInt32().ShouldBe(2, tuned.Errors);
    }

    [Fact]
    public void BrokenRequests_AreRefusedWithEveryFinding()
    {
        using var local = new LocalSageMaker();
        var request = LocalSageMaker.DigitsTuning("a_b", 12);
        request["HyperParameterTuningJobConfig"]!["Strategy"] = "Bayes";

        local.Tune(request).ShouldSatisfyAllConditions(
            result => result.ExitCode.ShouldBe(252), result => result.Errors.ShouldContain("HyperParameterTuningJobName: found \"a_b\""), result => result.Errors.ShouldContain("did you mean Bayesian"));
        local.Run("wait", "tuning-job").Errors.ShouldContain("expected training-job-completed-or-stopped or hyper-parameter-tuning-job-completed-or-stopped");
        local.Run("describe-hyper-parameter-tuning-job", "--hyper-parameter-tuning-job-name", "nobody").ShouldSatisfyAllConditions(
            result => result.ExitCode.ShouldBe(254), result => result.Errors.ShouldStartWith("An error occurred (ResourceNotFound)"));
        Directory.Exists(local.Home).ShouldBeFalse();
    }

    private static float Objective(JsonElement job) => job.GetProperty("FinalHyperParameterTuningJobObjectiveMetric").GetProperty("Value").GetSingle();

    private static string Name(JsonElement job) => job.GetProperty("TrainingJobName").GetString()!;

    private static string Definition(JsonElement job) => job.GetProperty("TrainingJobDefinitionName").GetString()!;

    private static DateTimeOffset Time(JsonElement job, string member) => job.GetProperty(member).GetDateTimeOffset();
}
