namespace TrainingContainer.Training.Tests;

public sealed class RocCurveTests
{
    [Fact]
    public void PerfectOrder_HasAreaOne() =>
        RocCurve.Of([0.1f, 0.9f, 0.4f, 0.8f], [false, true, false, true]).Auc.ShouldBe(1);

    [Fact]
    public void ReversedOrder_HasAreaZero() =>
        RocCurve.Of([0.9f, 0.1f], [false, true]).Auc.ShouldBe(0);

    [Fact]
    public void EqualScores_CountHalf() =>
        RocCurve.Of([0.5f, 0.5f, 0.5f, 0.5f], [false, true, false, true]).Auc.ShouldBe(0.5);

    [Fact]
    public void MixedRows_GiveTheShareOfRightlyOrderedPairs()
    {
        // pairs (positive, negative): .8>.6 .8>.3 | .6=.6 half .6>.3 | .2<.6 .2<.3 => 3.5 of 6
        RocCurve.Of([0.8f, 0.6f, 0.2f, 0.6f, 0.3f], [true, true, true, false, false]).Auc.ShouldBe(3.5 / 6, 1e-12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OneSideMissing_HasNoArea(bool positive) =>
        RocCurve.Of([0.1f, 0.2f], [positive, positive]).Auc.ShouldBe(double.NaN);

    [Fact]
    public void ScoreThatIsNoNumber_HasNoCurveAndEnds() =>
        RocCurve.Of([0.1f, float.NaN, 0.9f], [false, true, true]).ShouldSatisfyAllConditions(
            curve => curve.Auc.ShouldBe(double.NaN),
            curve => curve.Thresholds.ShouldBeEmpty());

    [Fact]
    public void ManyRows_AreThinnedButKeepTheirEndsAndArea()
    {
        var scores = Enumerable.Range(0, 10_000).Select(i => i / 10_000f).ToArray();
        var positive = scores.Select(score => score >= 0.5f).ToArray();
        var curve = RocCurve.Of(scores, positive);
        curve.Auc.ShouldBe(1);
        curve.Thresholds.Length.ShouldBe(RocCurve.PointsMax);
        (curve.FalsePositiveRates[0], curve.TruePositiveRates[0]).ShouldBe((0f, 0f));
        (curve.FalsePositiveRates[^1], curve.TruePositiveRates[^1]).ShouldBe((1f, 1f));
    }
}
