using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

public sealed class FiniteWeightsTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void FirstTensorWithAnotherNumber_IsNamed(float other)
    {
        using var scope = NewDisposeScope();
        FiniteWeights.FirstOther([("a", ones(3)), ("count", tensor(1L)), ("b", tensor([1, other, 2f])), ("c", tensor([other]))]).ShouldBe("b");
    }

    [Fact]
    public void NumbersWhoseSumIsTooLarge_AreFinite()
    {
        using var scope = NewDisposeScope();
        FiniteWeights.FirstOther([("a", tensor([float.MaxValue, float.MaxValue])), ("b", tensor([float.MinValue, float.MinValue]))]).ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(36)]
    public void CopyInMemory_IsLookedThroughToItsLastNumber(int at)
    {
        using var scope = NewDisposeScope();
        var numbers = ones(37);
        using (var finite = new StateBuffer([("model.a", numbers)]))
        {
            finite.Copy();
            TrainingState.FirstNotFinite(finite.Regions).ShouldBeNull();
        }
        numbers[at] = float.NegativeInfinity;
        using var other = new StateBuffer([("optimizer.a", numbers), ("model.a", numbers)]);
        other.Copy();
        TrainingState.FirstNotFinite(other.Regions).ShouldBe("model.a");
    }
}
