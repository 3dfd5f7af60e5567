namespace TrainingContainer.LocalSageMaker.Tests.Tuning.Bayesian;

public sealed class ExpectedImprovementTests
{
    [Theory]
    [InlineData(0, 1, 0, 0.3989422804014327)]
    [InlineData(1, 2, 3, 2.166630941175748)]
    [InlineData(2, 1, 0, 0.008490702616830057)]
    public void Log_IsTheFormula(double mean, double deviation, double best, double expected) =>
        Math.Exp(ExpectedImprovement.Log(mean, deviation, best)).ShouldBe(expected, 1e-9);

    [Fact]
    public void Log_IsTheAverageImprovement()
    {
        // The integral of (best - y) over the density, by the midpoint rule.
        double sum = 0;
        const double step = 1e-4;
        for (double y = -8; y < 0.3; y += step)
        {
            double z = (y + (step / 2) - 0.5) / 0.8;
            sum += Math.Max(0.3 - y - (step / 2), 0) * Math.Exp(-0.5 * z * z) / (0.8 * Math.Sqrt(2 * Math.PI)) * step;
        }

        Math.Exp(ExpectedImprovement.Log(0.5, 0.8, 0.3)).ShouldBe(sum, 1e-7);
    }

    [Fact]
    public void Log_FarBelow_FallsWithoutAStepAndStaysFinite()
    {
        double before = ExpectedImprovement.Log(7.999, 1, 0), after = ExpectedImprovement.Log(8.001, 1, 0);
        (before - after).ShouldBe(0.002 * 8.24, 0.0005);
        double.IsFinite(ExpectedImprovement.Log(1000, 1, 0)).ShouldBeTrue();
        ExpectedImprovement.Log(1000, 1, 0).ShouldBeGreaterThan(ExpectedImprovement.Log(1001, 1, 0));
    }

    [Fact]
    public void Log_WithoutUncertainty_IsTheDifferenceOrNothing()
    {
        ExpectedImprovement.Log(1, 0, 3).ShouldBe(Math.Log(2));
        ExpectedImprovement.Log(3, 0, 3).ShouldBe(double.NegativeInfinity);
    }
}
