namespace TrainingContainer.LocalSageMaker.Tests.Tuning.GaussianProcesses;

public sealed class GaussianProcessTests
{
    private static readonly MaternKernel Kernel = new([false], [0.5], 2);

    [Fact]
    public void Kernel_IsMaternFiveHalves()
    {
        // r = 0.3 / 0.5 = 0.6; 2 (1 + √5 0.6 + 5/3 0.36) exp(-√5 0.6), computed by hand.
        Kernel.Covariance([0.1], [0.4]).ShouldBe(2 * (1 + 1.3416407864998738 + 0.6) * 0.26141639, 1e-6);
        Kernel.Covariance([0.4], [0.4]).ShouldBe(2);
    }

    [Fact]
    public void Kernel_EachCoordinateHasItsScale_AndNominalOnesOnlyDiffer()
    {
        var kernel = new MaternKernel([false, true], [1, 2], 1);
        kernel.Covariance([0, 0.1], [0, 0.9]).ShouldBe(kernel.Covariance([0, 0.1], [0, 0.3]));
        kernel.Covariance([0, 0.1], [0, 0.9]).ShouldBe(kernel.Covariance([0, 0.1], [0.5, 0.1]), 1e-15);
    }

    [Fact]
    public void Predict_OnePoint_IsTheClosedForm()
    {
        var process = new GaussianProcess(Kernel, 0.5, [[0.2]], [3]);
        double k = Kernel.Covariance([0.2], [0.7]);
        var (mean, variance) = process.Predict([0.7]);
        mean.ShouldBe(k * 3 / 2.5, 1e-12);
        variance.ShouldBe(2 - (k * k / 2.5), 1e-12);
    }

    [Fact]
    public void Predict_TwoPoints_IsTheClosedForm()
    {
        var process = new GaussianProcess(Kernel, 0.1, [[0.2], [0.6]], [1, -2]);
        double a = Kernel.Covariance([0.2], [0.5]), b = Kernel.Covariance([0.6], [0.5]), c = Kernel.Covariance([0.2], [0.6]);
        double determinant = (2.1 * 2.1) - (c * c);
        var (mean, variance) = process.Predict([0.5]);
        mean.ShouldBe(((a * ((2.1 * 1) - (c * -2))) + (b * ((2.1 * -2) - (c * 1)))) / determinant, 1e-12);
        variance.ShouldBe(2 - (((2.1 * a * a) - (2 * c * a * b) + (2.1 * b * b)) / determinant), 1e-12);
    }

    [Fact]
    public void Predict_WithoutNoise_GoesThroughThePoints_AndFarAwayIsThePrior()
    {
        var process = new GaussianProcess(Kernel, 0, [[0.2], [0.6]], [1, -2]);
        process.Predict([0.6]).Mean.ShouldBe(-2, 1e-9);
        process.Predict([0.6]).Variance.ShouldBe(0, 1e-9);
        process.Predict([100]).Mean.ShouldBe(0, 1e-9);
        process.Predict([100]).Variance.ShouldBe(2, 1e-9);
    }

    [Fact]
    public void Constructor_TheSamePointTwice_WithoutNoise_StillFactorizes()
    {
        var process = new GaussianProcess(Kernel, 0, [[0.2], [0.2], [0.6]], [1, 1, 0]);
        process.Predict([0.2]).Mean.ShouldBe(1, 1e-4);
    }

    [Fact]
    public void LogPosterior_GradientIsThatOfItsValue()
    {
        double[][] points = [[0.1, 0.2], [0.5, 0.9], [0.8, 0.2], [0.3, 0.5], [0.9, 0.9]];
        var posterior = new LogPosterior([false, true], points, [0.5, -1.2, 1.4, -0.3, -0.4]);
        double[] at = [-0.5, 0.3, 0.2, -3];
        var gradient = new double[4];
        posterior.Evaluate(at, gradient);
        for (int i = 0; i < at.Length; i++)
        {
            const double step = 1e-5;
            double[] above = [.. at], below = [.. at];
            above[i] += step;
            below[i] -= step;
            double slope = (posterior.Evaluate(above, new double[4]) - posterior.Evaluate(below, new double[4])) / (2 * step);
            gradient[i].ShouldBe(slope, 1e-6);
        }
    }

    [Fact]
    public void LogPosterior_OnePoint_IsTheNormalDensityAndThePriors()
    {
        var posterior = new LogPosterior([false], [[0.3]], [0.7]);
        double[] means = [.. KernelParameters.Priors(1).Select(prior => prior.Mean)];
        double variance = Math.Exp(means[1]) + Math.Exp(means[2]);
        posterior.Evaluate(means, new double[3]).ShouldBe((-0.5 * 0.49 / variance) - (0.5 * Math.Log(variance)), 1e-12);
    }

    [Fact]
    public void Fit_ValuesThatDependOnOneCoordinate_GivesItTheShorterScale()
    {
        double[][] points = [.. Enumerable.Range(0, 25).Select(i => new[] { i % 5 / 4.0, i / 5 / 4.0 })];
        double[] values = [.. points.Select(point => Math.Sin(6 * point[0]))];
        var (kernel, noise) = KernelFit.Fit([false, false], points, values);
        double alongFirst = kernel.Covariance([0, 0], [0.5, 0]), alongSecond = kernel.Covariance([0, 0], [0, 0.5]);
        alongFirst.ShouldBeLessThan(0.8 * alongSecond);
        noise.ShouldBeLessThan(0.01);
    }

    [Fact]
    public void Fit_MorePointsThanItTakes_LooksAtTheBestAndTheLatest()
    {
        int count = 3 * KernelFit.PointsMax;
        double[][] points = [.. Enumerable.Range(0, count).Select(i => new[] { i / (double)count })];
        var (kernel, noise) = KernelFit.Fit([false], points, [.. points.Select(point => Math.Cos(3 * point[0]))]);
        double.IsFinite(kernel.Variance).ShouldBeTrue();
        noise.ShouldBeLessThan(0.01);
    }
}
