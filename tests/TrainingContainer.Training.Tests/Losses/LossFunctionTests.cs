using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

public sealed class LossFunctionTests
{
    private static readonly LossSettings Plain = new(LossKind.CrossEntropy, 2, 1, ClassWeights.None, 0);

    private static double Value(LossSettings settings, float[] outputs, long[] targets, float[]? weights = null)
    {
        using var scope = NewDisposeScope();
        using var loss = LossFunction.For(settings, weights, CPU);
        return loss.Of(tensor(outputs).reshape(targets.Length, -1), tensor(targets)).item<float>();
    }

    private static double Value(LossSettings settings, float[] outputs, float[] targets)
    {
        using var scope = NewDisposeScope();
        using var loss = LossFunction.For(settings, null, CPU);
        return loss.Of(tensor(outputs).reshape(targets.Length, 1), tensor(targets)).item<float>();
    }

    [Fact]
    public void CrossEntropy_EqualOutputs_IsTheLogarithmOfTheClasses() =>
        Value(Plain, [1, 1, 1, 1], [2]).ShouldBe(Math.Log(4), 1e-6);

    [Fact]
    public void CrossEntropy_ClassWeights_WeighTheMean()
    {
        var first = Value(Plain, [2, 0, 0], [0]);
        var second = Value(Plain, [0, 0, 1], [1]);
        Value(Plain, [2, 0, 0, 0, 0, 1], [0, 1], [3, 1, 1]).ShouldBe(((3 * first) + second) / 4, 1e-6);
    }

    [Theory]
    [InlineData(10, false, 0)]
    [InlineData(3, true, 0)]
    [InlineData(7, false, 0.1)]
    [InlineData(5, true, 0.3)]
    public void CrossEntropy_OverMemory_EqualsAutograd(int classes, bool weighted, double smoothing)
    {
        using var scope = NewDisposeScope();
        var weights = weighted ? Enumerable.Range(0, classes).Select(c => 0.5f + c).ToArray() : null;
        using var loss = LossFunction.For(Plain with { LabelSmoothing = smoothing }, weights, CPU);
        var values = Enumerable.Range(0, 9 * classes).Select(i => 8 * MathF.Sin(i * 1.3f)).ToArray();
        var targets = tensor(Enumerable.Range(0, 9).Select(row => (long)(row * 5 % classes)).ToArray());
        var (ours, theirs) = (tensor(values).reshape(9, classes).requires_grad_(), tensor(values).reshape(9, classes).requires_grad_());
        var value = loss.Backward(ours.alias(), targets);
        var expected = loss.Of(theirs, targets);
        expected.backward();
        ((double)value.item<float>()).ShouldBe(expected.item<float>(), 1e-5);
        var (slopes, expectedSlopes) = (ours.grad!.data<float>().ToArray(), theirs.grad!.data<float>().ToArray());
        for (var i = 0; i < slopes.Length; i++)
            ((double)slopes[i]).ShouldBe(expectedSlopes[i], 1e-6);
    }

    [Fact]
    public void CrossEntropy_HugeOutputs_StayFinite()
    {
        var slopes = new float[4];
        SoftmaxCrossEntropy.Run([3e38f, -3e38f, -1000, 1000], [0, 1], [], 0, slopes).ShouldBe(0);
        slopes.ShouldAllBe(slope => slope == 0);
    }

    [Fact]
    public void CrossEntropy_NaN_IsNotHidden() =>
        SoftmaxCrossEntropy.Run([float.NaN, 1], [1], [], 0, new float[2]).ShouldBe(double.NaN);

    [Fact]
    public void Focal_GammaZero_IsCrossEntropy() =>
        Value(Plain with { Kind = LossKind.Focal, FocalGamma = 0 }, [1, 2, 3, 0, 1, 0], [1, 2])
            .ShouldBe(Value(Plain, [1, 2, 3, 0, 1, 0], [1, 2]), 1e-6);

    [Fact]
    public void Focal_DiscountsEasyRows()
    {
        var p = Math.Exp(2) / (Math.Exp(2) + 1);
        Value(Plain with { Kind = LossKind.Focal }, [2, 0], [0]).ShouldBe(-Math.Pow(1 - p, 2) * Math.Log(p), 1e-6);
    }

    [Fact]
    public void Focal_CertainRow_HasFiniteGradient()
    {
        using var scope = NewDisposeScope();
        using var loss = LossFunction.For(Plain with { Kind = LossKind.Focal, FocalGamma = 0.5 }, null, CPU);
        var outputs = tensor(new float[] { 200, -200 }).reshape(1, 2).requires_grad_();
        loss.Of(outputs, tensor(new long[] { 0 })).backward();
        outputs.grad!.isfinite().all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void BinaryCrossEntropy_IsCrossEntropyOfTheDifference() =>
        Value(Plain with { Kind = LossKind.BinaryCrossEntropy }, [1.5f, -0.5f], [1, 0])
            .ShouldBe(Value(Plain, [0, 1.5f, 0, -0.5f], [1, 0]), 1e-6);

    [Fact]
    public void BinaryCrossEntropy_Smoothing_MatchesCrossEntropys() =>
        Value(Plain with { Kind = LossKind.BinaryCrossEntropy, LabelSmoothing = 0.2 }, [1.5f], [1])
            .ShouldBe(Value(Plain with { LabelSmoothing = 0.2 }, [0, 1.5f], [1]), 1e-6);

    [Fact]
    public void BinaryCrossEntropy_Predict_GivesBothProbabilities()
    {
        using var scope = NewDisposeScope();
        using var loss = LossFunction.For(Plain with { Kind = LossKind.BinaryCrossEntropy }, null, CPU);
        loss.Predict(zeros(1, 1)).data<float>().ToArray().ShouldBe([0.5f, 0.5f]);
    }

    [Theory]
    [InlineData(LossKind.Mse, (9 + 0.25) / 2)]
    [InlineData(LossKind.Mae, (3 + 0.5) / 2)]
    [InlineData(LossKind.Huber, (2.5 + 0.125) / 2)]
    public void Regression_Losses_AreTorchs(LossKind kind, double expected) =>
        Value(Plain with { Kind = kind }, [4, 1], new float[] { 1, 0.5f }).ShouldBe(expected, 1e-6);

    [Fact]
    public void BalancedWeights_AreScikitLearns()
    {
        ClassWeights.Balanced.For([6, 2]).ShouldBe([8f / (2 * 6), 8f / (2 * 2)]);
        ClassWeights.Balanced.For([6, 0])![1].ShouldBe(1);
        ClassWeights.None.For([6, 2]).ShouldBeNull();
        ClassWeights.TryParse("[1, 2.5]")!.For([6, 2]).ShouldBe([1, 2.5f]);
    }

    [Theory]
    [InlineData("heavy")]
    [InlineData("[]")]
    [InlineData("[1, -1]")]
    [InlineData("[1e-50, 1]")]
    [InlineData("[1, \"a\"]")]
    public void ClassWeights_Nonsense_IsRefused(string text) => ClassWeights.TryParse(text).ShouldBeNull();
}
