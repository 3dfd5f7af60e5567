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

    [Fact]
    public void MetricsOtherThanTheCheckpoints_AreAMistakeOfTheUser()
    {
        var history = New();
        history.Restore(["validation:accuracy"], [0.5]);
        Should.Throw<JobInputException>(() => history.Add(Epoch(1, 1))).Message.ShouldContain("found the metrics train:loss, validation:accuracy, expected validation:accuracy");
    }

    private static MetricHistory New() => new(Accuracy, new(3, 0.01));

    private static (Metric, double)[] Epoch(double loss, double accuracy) => [(TrainingMetrics.TrainLoss, loss), (Accuracy, accuracy)];
}
