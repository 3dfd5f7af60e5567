namespace TrainingContainer.Training.Tests;

public sealed class RegressionEvaluationTests
{
    [Fact]
    public void Residuals_AreSummarized()
    {
        var evaluation = RegressionEvaluation.Of(0.1, [1, 2, 3, 4], [2, 2, 5, 3]);
        evaluation.Rmse.ShouldBe(Math.Sqrt(6.0 / 4), 1e-12);
        evaluation.Mae.ShouldBe(1);
        evaluation.MeanResidual.ShouldBe(0.5);
        evaluation.R2.ShouldBe(1 - (6.0 / 6), 1e-12);
        evaluation.Quantiles[0].ShouldBe((0, -1));
        evaluation.Quantiles[^1].ShouldBe((1, 2));
    }

    [Fact]
    public void EqualLabels_HaveNoR2() => RegressionEvaluation.Of(0, [1, 2], [3, 3]).R2.ShouldBe(double.NaN);

    [Fact]
    public void TargetScale_GoesThereAndBack()
    {
        var labels = new float[] { 100, 10, 20, 30 };
        var scale = TargetScale.Of(labels, [1, 2, 3]);
        scale.Mean.ShouldBe(20);
        scale.StandardDeviation.ShouldBe(Math.Sqrt(200.0 / 3), 1e-12);
        scale.Standardize(labels);
        labels[2].ShouldBe(0);
        scale.ToLabel(labels[0]).ShouldBe(100, 1e-4);
    }

    [Fact]
    public void TargetScale_EqualLabels_DividesByOne() => TargetScale.Of([5, 5], null).ShouldBe(new TargetScale(5, 1));
}
