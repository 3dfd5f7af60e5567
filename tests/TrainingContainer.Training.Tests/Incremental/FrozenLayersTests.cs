using TorchSharp.Modules;
using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

public sealed class FrozenLayersTests
{
    /// <summary>0 Linear, 1 BatchNorm1d, 2 ReLU, 3 Linear, 4 BatchNorm1d, 5 ReLU, 6 Linear.</summary>
    private static nn.Module<Tensor, Tensor> Network() =>
        ModelArchitecture.For(new(ModelKind.Mlp, [8, 4], ActivationKind.Relu, 0, true, [], [], 3), 5, 3).Build(1);

    private static string[] Learning(nn.Module model) =>
        [.. model.named_parameters().Where(named => named.parameter.requires_grad).Select(named => ParameterLayers.Of(named.name)).Distinct()];

    private static List<Mistake> Check(string text, bool headIsNew = false)
    {
        using var model = Network();
        var mistakes = new List<Mistake>();
        FrozenLayers.TryParse(text)!.Check(model, headIsNew, mistakes);
        return mistakes;
    }

    [Theory]
    [InlineData("none", "none")]
    [InlineData(" [] ", "none")]
    [InlineData("All_But_Head", "all_but_head")]
    [InlineData("0", "0")]
    [InlineData("[0, 3]", "0,3")]
    [InlineData("[\"block1.first\", 'input']", "block1.first,input")]
    [InlineData("0 , 3", "0,3")]
    public void Text_IsReadInEverySpelling(string text, string plain) => FrozenLayers.TryParse(text)!.ToString().ShouldBe(plain);

    [Theory]
    [InlineData("0,,3")]
    [InlineData(",")]
    [InlineData("\"\"")]
    public void EmptyName_IsNone(string text) => FrozenLayers.TryParse(text).ShouldBeNull();

    [Theory]
    [InlineData("none", "0 1 3 4 6")]
    [InlineData("all_but_head", "6")]
    [InlineData("0,1", "3 4 6")]
    [InlineData("3", "0 1 4 6")]
    [InlineData("6", "0 1 3 4")]
    public void Apply_LeavesTheOthersLearning(string text, string learning)
    {
        using var model = Network();
        FrozenLayers.TryParse(text)!.Apply(model);
        Learning(model).ShouldBe(learning.Split(' '));
    }

    [Fact]
    public void Name_CoversAllLayersBelowIt()
    {
        using var model = nn.Sequential(("body", nn.Sequential(("a", nn.Linear(2, 2)), ("b", nn.Linear(2, 2)))), ("body2", nn.Linear(2, 2)));
        FrozenLayers.TryParse("body")!.Apply(model);
        Learning(model).ShouldBe(["body2"]);
    }

    [Fact]
    public void FrozenNormalization_KeepsItsStatisticsThroughTrainingAndEvaluation()
    {
        using var scope = NewDisposeScope();
        var model = Network();
        FrozenLayers.TryParse("0,1")!.Apply(model);
        var norms = model.modules().OfType<BatchNorm1d>().ToArray();
        void Train() => model.call(ones(4, 5)).sum().backward();

        Train();
        ForwardPass.Over(model, Batches(), CancellationToken.None, (in Batch _, Tensor _) => { });
        norms.Select(norm => norm.training).ShouldBe([false, true]);
        model.training.ShouldBeTrue();
        Train();
        norms.Select(norm => norm.num_batches_tracked!.item<long>()).ShouldBe([0L, 2]);
        norms[0].running_mean!.data<float>().ToArray().ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void UnknownNames_AreEachToldWithTheLayersThereAre()
    {
        var mistakes = Check("0,7,head");
        mistakes.Select(mistake => mistake.What).ShouldBe([
            "found \"7\", expected layers of this network that have parameters: 0, 1, 3, 4, 6", "found \"head\", expected layers of this network that have parameters: 0, 1, 3, 4, 6"]);
    }

    [Fact]
    public void LayerWithoutParameters_IsUnknown() => Check("2").ShouldHaveSingleItem().What.ShouldContain("\"2\"");

    [Fact]
    public void NothingLeftToLearn_IsAMistake() => Check("0,1,3,4,6").ShouldHaveSingleItem().What.ShouldContain("nothing is left to learn");

    [Fact]
    public void HeadDrawnAnew_MayNotBeFrozen()
    {
        Check("0,6", headIsNew: true).ShouldHaveSingleItem().What.ShouldContain("freezes the last layer, 6, that new_head draws");
        Check("0,6").ShouldBeEmpty();
        Check("all_but_head", headIsNew: true).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("all_but_head")]
    [InlineData("0,1,3,4")]
    public void WhatCanBeFrozen_IsNoMistake(string text) => Check(text).ShouldBeEmpty();

    private static BatchSource Batches()
    {
        var features = new Data.FeatureMatrix(5);
        features.Append(new float[20]);
        return new DataRows(features, null, null, null).Batches(2, null, [5], CPU, TestContext.Current.CancellationToken);
    }
}
