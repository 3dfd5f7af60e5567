using System.Text.Json;

namespace EndToEnd.Scripts;

/// <summary>What the launch scripts do after a job is created, with an AWS CLI that tells a story.</summary>
public sealed class FollowTests
{
    /// <summary>An AWS CLI whose answers are files: call N of an operation gets OPERATION.N.json, or the last that there is.</summary>
    private const string Aws = """
        count=$(cat "$scratch/$2.count" 2>/dev/null || echo 0)
        count=$((count + 1))
        echo $count >"$scratch/$2.count"
        for word in "$@"; do
          case $word in file://*) cp "${word#file://}" "$scratch/request.json" ;; esac
        done
        [ ! -e "$scratch/$2.$count.error" ] || { cat "$scratch/$2.$count.error" >&2; exit 254; }
        while [ $count -gt 0 ] && [ ! -e "$scratch/$2.$count.json" ]; do count=$((count - 1)); done
        if [ $count -gt 0 ]; then cat "$scratch/$2.$count.json"; else echo '{}'; fi
        """;

    private static readonly string[] Training = [.. LaunchTrainingJobTests.Required, "--job-name", "digits-7", "--poll", "0"];

    private static Stubs Story(params (string Operation, int Call, object Answer)[] answers)
    {
        var stubs = new Stubs().Add("aws", Aws);
        foreach (var (operation, call, answer) in answers)
            File.WriteAllText(stubs.PathOf($"{operation}.{call}.json"), JsonSerializer.Serialize(answer));
        return stubs;
    }

    private static object Status(string status, params string[] transitions) => new
    {
        TrainingJobName = "digits-7",
        TrainingJobStatus = status,
        SecondaryStatusTransitions = transitions.Select(name => new { Status = name, StatusMessage = $"{name} now" }),
    };

    private static (string, int, object)[] Log(params string[][] pages) =>
    [
        ("describe-log-streams", 1, new { logStreams = new[] { new { logStreamName = "digits-7/algo-1-1" } } }),
        .. pages.Select((lines, index) => ("get-log-events", index + 1, (object)new { events = lines.Select(line => new { message = line }), nextForwardToken = $"f/{index}" })),
        ("get-log-events", pages.Length + 1, new { events = Array.Empty<object>(), nextForwardToken = $"f/{pages.Length - 1}" }),
    ];

    [Fact]
    public void CompletedJob_PrintsItsLogOnceAndItsMetrics()
    {
        using var stubs = Story([
            ("create-training-job", 1, new { TrainingJobArn = "arn" }),
            ("describe-training-job", 1, Status("InProgress", "Starting")),
            ("describe-training-job", 2, Status("InProgress", "Starting", "Training")),
            ("describe-training-job", 3, new
            {
                TrainingJobName = "digits-7", TrainingJobStatus = "Completed", FinalMetricDataList = new[] { new { MetricName = "validation:accuracy:best", Value = 0.9833 } },
                BillableTimeInSeconds = 30, TrainingTimeInSeconds = 90, ModelArtifacts = new { S3ModelArtifacts = "s3://bucket/output/digits-7/output/model.tar.gz" },
            }),
            .. Log(["epoch=1 step=38 train:loss=1.8"], ["epoch=2 step=76 train:loss=0.9", "the last line"]),
        ]);
        var (exitCode, output, errors) = Script.Run("launch-training-job.sh", stubs, [.. Training, "epochs=2", "--region", "eu-west-1", "--profile", "work"]);
        exitCode.ShouldBe(0, errors);
        errors.ShouldBeEmpty();
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe([
            "created digits-7; to stop it: aws sagemaker stop-training-job --training-job-name digits-7",
            "== Starting: Starting now", "epoch=1 step=38 train:loss=1.8", "epoch=2 step=76 train:loss=0.9", "the last line", "== Training: Training now",
            "final metrics:", "  validation:accuracy:best         0.9833", "billed: 30 s of 90 s", "model: s3://bucket/output/digits-7/output/model.tar.gz", "digits-7: Completed",
        ]);
        stubs.Calls.ShouldAllBe(call => call.EndsWith("--output json --region eu-west-1 --profile work"));
        stubs.Calls[0].ShouldStartWith("aws sagemaker create-training-job --cli-input-json file://");
        JsonDocument.Parse(File.ReadAllText(stubs.PathOf("request.json"))).RootElement.GetProperty("HyperParameters").GetProperty("epochs").GetString().ShouldBe("2");
        stubs.Calls.ShouldContain(call => call.Contains("get-log-events --log-group-name /aws/sagemaker/TrainingJobs --log-stream-name digits-7/algo-1-1 --start-from-head --next-token f/0"));
    }

    [Fact]
    public void FailedJob_EndsWithOneAndTheReason()
    {
        using var stubs = Story([
            ("describe-training-job", 1, new { TrainingJobName = "digits-7", TrainingJobStatus = "Failed", FailureReason = "AlgorithmError: hyperparameter epochs: found \"x\"" }),
            .. Log(["ERR 1 mistake"]),
        ]);
        var (exitCode, output, errors) = Script.Run("launch-training-job.sh", stubs, Training);
        exitCode.ShouldBe(1);
        output.ShouldContain("ERR 1 mistake\n");
        errors.ShouldBe("the job failed: AlgorithmError: hyperparameter epochs: found \"x\"\n");
    }

    [Fact]
    public void StoppedJob_EndsWithOneAndTheReason()
    {
        using var stubs = Story([("describe-training-job", 1, new { TrainingJobName = "digits-7", TrainingJobStatus = "Stopped", SecondaryStatus = "MaxRuntimeExceeded" }), .. Log([])]);
        var (exitCode, _, errors) = Script.Run("launch-training-job.sh", stubs, Training);
        exitCode.ShouldBe(1);
        errors.ShouldBe("the job was stopped: MaxRuntimeExceeded\n");
    }

    [Fact]
    public void CallsThatFailNowAndThen_AreTriedAgain()
    {
        using var stubs = Story([("describe-training-job", 1, Status("InProgress")), ("describe-training-job", 3, Status("Completed")), .. Log(["a line"])]);
        File.WriteAllText(stubs.PathOf("describe-training-job.2.error"), "Could not connect to the endpoint URL");
        File.WriteAllText(stubs.PathOf("describe-log-streams.1.error"), "An error occurred (ResourceNotFoundException): The specified log group does not exist.");
        var (exitCode, output, errors) = Script.Run("launch-training-job.sh", stubs, Training);
        exitCode.ShouldBe(0, errors);
        output.ShouldContain("a line\n");
        errors.ShouldBe("aws sagemaker describe-training-job: Could not connect to the endpoint URL\n");
    }

    [Fact]
    public void CallsThatFailAlways_EndTheWaiting()
    {
        using var stubs = Story();
        for (var call = 1; call <= 20; call++)
            File.WriteAllText(stubs.PathOf($"describe-training-job.{call}.error"), "ExpiredToken");
        var (exitCode, _, errors) = Script.Run("launch-training-job.sh", stubs, Training);
        exitCode.ShouldBe(1);
        errors.ShouldEndWith("10 calls in a row failed; the job goes on without this script\n");
        stubs.Calls.Length.ShouldBe(11);
    }

    [Theory]
    [InlineData("launch-training-job.sh", "create-training-job")]
    [InlineData("launch-tuning-job.sh", "create-hyper-parameter-tuning-job", "--objective", "validation:loss", "--range", "learning_rate", "--max-jobs", "2")]
    public void RefusedRequest_EndsWithOneAndWhatTheServiceSaid(string script, string operation, params string[] more)
    {
        using var stubs = Story();
        File.WriteAllText(stubs.PathOf($"{operation}.1.error"), "An error occurred (ResourceLimitExceeded): account-level service limit");
        var (exitCode, _, errors) = Script.Run(script, stubs, [.. Training, .. more]);
        exitCode.ShouldBe(1);
        errors.ShouldBe($"aws sagemaker {operation}: An error occurred (ResourceLimitExceeded): account-level service limit\n");
        stubs.Calls.Length.ShouldBe(1);
    }

    [Fact]
    public void NoFollow_CreatesOnly()
    {
        using var stubs = Story();
        Script.Run("launch-training-job.sh", stubs, [.. Training, "--no-follow"]).ExitCode.ShouldBe(0);
        stubs.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public void TuningJob_TellsProgressAndTheBestJob()
    {
        object Tuning(string status, int completed, object? best = null, string? why = null) => new
        {
            HyperParameterTuningJobStatus = status, TrainingJobStatusCounters = new { Completed = completed, InProgress = 2 - completed }, BestTrainingJob = best ?? new { TrainingJobName = "none" }, FailureReason = why,
        };

        var best = new
        {
            TrainingJobName = "digits-7-002", TunedHyperParameters = new { learning_rate = "0.01" },
            FinalHyperParameterTuningJobObjectiveMetric = new { MetricName = "validation:loss", Value = 0.25 },
        };
        using var stubs = Story([
            ("describe-hyper-parameter-tuning-job", 1, Tuning("InProgress", 0)), ("describe-hyper-parameter-tuning-job", 2, Tuning("InProgress", 1, best)),
            ("describe-hyper-parameter-tuning-job", 3, Tuning("Completed", 2, best)),
        ]);
        string[] arguments = [.. Training, "--objective", "validation:loss", "--range", "learning_rate", "--max-jobs", "2"];
        var (exitCode, output, errors) = Script.Run("launch-tuning-job.sh", stubs, arguments);
        exitCode.ShouldBe(0, errors);
        output.ShouldContain("== InProgress: 2 InProgress\n== InProgress: 1 Completed, 1 InProgress; best validation:loss 0.25\n== Completed: 2 Completed; best validation:loss 0.25\n");
        output.ShouldContain("best training job: digits-7-002\n  validation:loss                  0.25\n  learning_rate                    0.01\ndigits-7: Completed\n");

        using var failing = Story([("describe-hyper-parameter-tuning-job", 1, Tuning("Failed", 0, why: "All training jobs failed"))]);
        (exitCode, _, errors) = Script.Run("launch-tuning-job.sh", failing, arguments);
        exitCode.ShouldBe(1);
        errors.ShouldBe("the tuning job failed: All training jobs failed\n");
    }
}
