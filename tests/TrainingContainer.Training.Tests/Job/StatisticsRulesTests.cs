using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>A job with the statistics of an earlier one.</summary>
public sealed class StatisticsRulesTests
{
    [Theory]
    [InlineData("feature", "channel", false)]
    [InlineData("feature", "auto", true)]
    [InlineData("feature", "feature", true)]
    [InlineData("channel", "channel", true)]
    public void StandardizationThatIsNotTheStatistics_IsAMistake(string measured, string given, bool fits)
    {
        using var first = Job(("standardization", measured));
        Run(first);
        using var second = Job(("standardization", given)).Channel("statistics", File.ReadAllText(Path.Combine(first.Paths.OutputData, StatisticsFile.Name)), "application/json");
        if (fits)
        {
            Run(second);
            return;
        }
        var mistake = Should.Throw<JobInputException>(() => Run(second)).Mistakes.ShouldHaveSingleItem();
        mistake.ToString().ShouldBe("hyperparameter standardization: found channel, but channel statistics has a mean and a standard deviation for each feature by itself. "
            + "Fix: leave it out, or give the statistics of a job that had it set to channel");
    }

    private sealed class Silence : TrainingObserver;

    private static JobFolder Job((string, string) standardization) => new JobFolder()
        .With(("epochs", "1"), ("hidden_layers", "[4]"), ("threads", "1"), ("device", "cpu"), standardization).Channel("train", JobFolder.TwoClasses(60));

    private static void Run(JobFolder job) =>
        new TrainingJob(job.Paths, TextWriter.Null, new Silence(), TimeProvider.System).Run(TestContext.Current.CancellationToken).ShouldNotBeNull();
}
