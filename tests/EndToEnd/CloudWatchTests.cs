using System.Text.Json;
using System.Text.RegularExpressions;
using TrainingContainer.CloudWatch;
using TrainingContainer.Training;

namespace EndToEnd;

/// <summary>Metrics for CloudWatch, by the built program.</summary>
public sealed class CloudWatchTests
{
    private static readonly (string, string)[] Settings = [("epochs", "6"), ("threads", "1"), ("seed", "4")];

    private static string[] Run(params (string, string)[] more)
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters([.. Settings, .. more]).Variable("TRAINING_JOB_NAME", "digits-7");
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines, errors));
        return lines;
    }

    private static bool IsDocument(string line) => line.StartsWith("{\"_aws\"", StringComparison.Ordinal);

    /// <summary>What the regular expressions of describe find, in order; speeds are left out.</summary>
    private static (string Name, string Value)[] Found(string[] lines) =>
        [.. from line in lines
            from metric in TrainingMetrics.Catalog.Metrics
            where metric != TrainingMetrics.SamplesPerSecond
            let match = Regex.Match(line, metric.Regex)
            where match.Success
            select (metric.Name, match.Groups[1].Value)];

    [Fact]
    public void Emf_HasAllMetricsAndChangesNothingForTheTuner()
    {
        var lines = Run(("cloudwatch_metrics", "emf"), ("cloudwatch_namespace", "Team/Digits"), ("cloudwatch_period", "1"));
        var without = Run();
        var found = Found(lines);
        found.ShouldBe(Found(without));
        without.ShouldAllBe(line => !IsDocument(line) && !line.Contains("CloudWatch"));
        lines.ShouldContain(line => line.EndsWith("CloudWatch metrics: emf, every 1 s, namespace Team/Digits, TrainingJobName digits-7, Host localhost", StringComparison.Ordinal));

        var values = new Dictionary<string, List<double>>();
        foreach (var line in lines.Where(IsDocument))
        {
            using var document = JsonDocument.Parse(line);
            var directive = document.RootElement.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
            directive.GetProperty("Namespace").GetString().ShouldBe("Team/Digits");
            document.RootElement.GetProperty("TrainingJobName").GetString().ShouldBe("digits-7");
            var metrics = directive.GetProperty("Metrics").EnumerateArray().ToArray();
            metrics.Length.ShouldBeInRange(1, 100);
            foreach (var metric in metrics)
            {
                var (name, target) = (metric.GetProperty("Name").GetString()!, document.RootElement.GetProperty(metric.GetProperty("Name").GetString()!));
                metric.GetProperty("StorageResolution").GetInt32().ShouldBe(1);
                values.TryAdd(name, []);
                values[name].AddRange(target.ValueKind == JsonValueKind.Array ? target.EnumerateArray().Select(value => value.GetDouble()) : [target.GetDouble()]);
            }
        }
        // the same numbers, once as the log shows them and once in full
        foreach (var metric in found.GroupBy(pair => pair.Name))
            values[metric.Key].Select(value => $"{(float)value:R}").ShouldBe(metric.Select(pair => pair.Value), metric.Key);
        values[TrainingMetrics.SamplesPerSecond.Name].Count.ShouldBe(6);
        foreach (var metric in CloudWatchMetrics.All.Where(metric => !metric.Name.Contains("gpu", StringComparison.Ordinal)))
            values.ShouldContainKey(metric.Name);
        values[CloudWatchMetrics.StepSeconds.Name].ShouldAllBe(seconds => seconds > 0 && seconds < 10);
        values[CloudWatchMetrics.MemoryUtilization.Name].ShouldAllBe(percent => percent > 0 && percent <= 100);
    }

    [Fact]
    public void AStoppedJob_StillPrintsItsLastSample()
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "100000"), ("cloudwatch_metrics", "emf"), ("cloudwatch_period", "3600"));
        using var process = job.Start("train");
        var (exitCode, lines, _) = RunningJob.SignalAt(process, line => line.StartsWith("epoch=2 ", StringComparison.Ordinal), RunningJob.Terminate);
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines));
        lines.Where(IsDocument).ShouldContain(line => line.Contains("\"train:step_seconds\":"));
    }

    [Theory]
    [InlineData("off", false)]
    [InlineData("emf", true)]
    public void Assembly_IsLoadedOnlyWhenItIsUsed(string output, bool loaded)
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "100000"), ("cloudwatch_metrics", output));
        using var process = job.Start("train");
        string[] mapped = [];
        RunningJob.SignalAt(process, line =>
        {
            if (!line.StartsWith("epoch=2 ", StringComparison.Ordinal))
                return false;
            mapped = File.ReadAllLines($"/proc/{process.Id}/maps");
            return true;
        }, RunningJob.Terminate);
        mapped.Any(line => line.EndsWith("TrainingContainer.Training.dll", StringComparison.Ordinal)).ShouldBeTrue();
        mapped.Any(line => line.EndsWith("TrainingContainer.CloudWatch.dll", StringComparison.Ordinal)).ShouldBe(loaded);
        mapped.ShouldAllBe(line => !line.EndsWith("Polly.Core.dll", StringComparison.Ordinal));
    }

    [Fact]
    public void Api_IsRefusedAtTheStartByAProgramWithoutIt()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(Repository.Program, null) + ".runtimeconfig.json"));
        var has = settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty(CloudWatchSettings.ApiSwitch).GetBoolean();
        Assert.SkipWhen(has, "this program was built with AWSSDK.CloudWatch");
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("cloudwatch_metrics", "api"), ("cloudwatch_namespace", "AWS/mine"));
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldContain("cloudwatch_metrics: found api, but this program was built without the package AWSSDK.CloudWatch");
        job.Failure.ShouldContain("cloudwatch_namespace: found \"AWS/mine\"");
        job.Run("validate").ExitCode.ShouldBe(1);
    }
}
