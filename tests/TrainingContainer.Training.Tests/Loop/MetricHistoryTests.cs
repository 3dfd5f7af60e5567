using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

public sealed class MetricHistoryTests
{
    private static readonly Metric Accuracy = TrainingMetrics.Validation("accuracy");
    private static readonly double[] Accuracies = [0.5, 0.7, double.NaN, 0.6, 0.7, 0.65];

    [Fact]
    public void Bests_FollowEachObjectivesDirection()
    {
        var history = New();
        history.Add(Epoch(1, 0.5)).IsBest.ShouldBeTrue();
        var (metrics, isBest) = history.Add(Epoch(2, 0.4));
        isBest.ShouldBeFalse();
        metrics.Select(named => (named.Metric.Name, named.Value)).ShouldBe(
            [("train:loss", 2), ("train:loss:best", 1), ("validation:accuracy", 0.4), ("validation:accuracy:best", 0.5)]);
    }

    [Fact]
    public void Restored_GoesOnAsIfItHadNeverEnded()
    {
        for (var cut = 0; cut <= Accuracies.Length; cut++)
        {
            var (whole, first) = (New(), New());
            foreach (var (epoch, accuracy) in Accuracies.Index())
            {
                whole.Add(Epoch(epoch, accuracy));
                if (epoch < cut)
                    first.Add(Epoch(epoch, accuracy));
            }
            var second = New();
            second.Restore(first.Names, first.Values);
            second.ShouldStop.ShouldBe(first.ShouldStop);
            foreach (var (epoch, accuracy) in Accuracies.Index().Skip(cut))
                second.Add(Epoch(epoch, accuracy));
            (second.BestEpoch, second.ShouldStop, second.Epochs).ShouldBe((whole.BestEpoch, whole.ShouldStop, whole.Epochs));
            second.Values.ShouldBe(whole.Values);
            second.Add(Epoch(9, 0.1)).Metrics.ShouldBe(whole.Add(Epoch(9, 0.1)).Metrics);
        }
    }

    [Fact]
    public void HistoryOfOtherMetrics_IsRefused()
    {
        Should.Throw<InvalidDataException>(() => New().Restore(["train:loss", "validation:accuracy"], [1, 2, 3])).Message.ShouldContain("3 numbers");
        Should.Throw<InvalidDataException>(() => New().Restore(["train:loss"], [1])).Message.ShouldContain("1 numbers");
        Should.Throw<InvalidDataException>(() => New().Restore([], [1]));
        Should.Throw<InvalidDataException>(() => New().Restore(["validation:accuracy", "foreign"], [1, 2])).Message.ShouldContain("foreign");
        var history = New();
        history.Add(Epoch(1, 1));
        Should.Throw<ArgumentException>(() => history.Add([(Accuracy, 1)])).Message.ShouldContain("train:loss");
    }

    [Theory]
    [InlineData("train:loss", "validation:accuracy", "validation:f1")]
    [InlineData("validation:accuracy", "train:loss")]
    [InlineData("validation:f1", "validation:accuracy")]
    public void CheckpointsMetricThatIsMissingOrElsewhere_IsAMistakeOfTheUser(params string[] checkpoints)
    {
        var history = New();
        history.Restore(checkpoints, [.. checkpoints.Select(_ => 0.5)]);
        Should.Throw<JobInputException>(() => history.Add(Epoch(1, 1))).Message
            .ShouldContain($"found the metrics train:loss, validation:accuracy, expected {string.Join(", ", checkpoints)} as in the epochs before");
        history.Epochs.ShouldBe(1);
    }

    [Fact]
    public void MetricThatANewerVersionMeasures_HasNoHistory()
    {
        var f1 = TrainingMetrics.Validation("f1");
        (Metric, double)[] Wider(double loss, double value, double accuracy) => [(TrainingMetrics.TrainLoss, loss), (f1, value), (Accuracy, accuracy)];
        var history = New();
        history.Restore(["train:loss", "validation:accuracy"], [1, 0.5, 0.9, 0.6]);
        var (metrics, isBest) = history.Add(Wider(0.8, 0.3, 0.55));
        isBest.ShouldBeFalse();
        history.BestEpoch.ShouldBe(2);
        metrics.Where(named => named.Metric.Name.EndsWith(":best", StringComparison.Ordinal)).Select(named => named.Value).ShouldBe([0.8, 0.3, 0.6]);
        history.Names.ShouldBe(["train:loss", "validation:f1", "validation:accuracy"]);
        history.Values.ShouldBe([1, double.NaN, 0.5, 0.9, double.NaN, 0.6, 0.8, 0.3, 0.55]);
        var again = New();
        again.Restore(history.Names, history.Values);
        again.Add(Wider(0.7, 0.2, 0.7)).Metrics.ShouldBe(history.Add(Wider(0.7, 0.2, 0.7)).Metrics);
        again.Values.ShouldBe(history.Values);
    }

    private static MetricHistory New() => new(Accuracy, new(3, 0.01));

    private static (Metric, double)[] Epoch(double loss, double accuracy) => [(TrainingMetrics.TrainLoss, loss), (Accuracy, accuracy)];
}
