using System.Text.Json;

namespace TrainingContainer.SageMaker.Tests;

public class TuningRangesTests
{
    private static readonly HyperparameterCatalog Catalog = new(
    [
        new BooleanHyperparameter("fast", false) { Tunable = true },
        new ContinuousHyperparameter("rate", 0.1, 0, 1, minExclusive: true, maxExclusive: true) { Aliases = ["r"], Tunable = true, Scaling = "Logarithmic" },
        new ContinuousHyperparameter("decay", 0.1, 0, 1) { Tunable = true, Scaling = "Logarithmic", TunableMax = 0.5 },
        new IntegerHyperparameter("batch", 8, 1, 4096) { Tunable = true, Scaling = "Logarithmic", TunableMin = 4, TunableMax = 64 },
        new IntegerHyperparameter("warmup", 0, 0, 100) { Tunable = true },
        new IntegerHyperparameter("seed", 0, 0, 100),
    ]);

    private static (JsonElement Json, List<Mistake> Mistakes) Of(params string[] names)
    {
        var mistakes = new List<Mistake>();
        return (JsonDocument.Parse(TuningRanges.Of(Catalog, names, mistakes).ToJson()).RootElement, mistakes);
    }

    private static (string?, string?, string?, string?)[] Numbers(JsonElement json, string kind) => [.. json.GetProperty(kind).EnumerateArray().Select(range =>
        (range.GetProperty("Name").GetString(), range.GetProperty("MinValue").GetString(), range.GetProperty("MaxValue").GetString(), range.GetProperty("ScalingType").GetString()))];

    [Fact]
    public void ToJson_HasTheThreeListsOfTheApi()
    {
        var (json, mistakes) = Of("fast");
        mistakes.ShouldBeEmpty();
        json.EnumerateObject().Select(member => member.Name).ShouldBe(["IntegerParameterRanges", "ContinuousParameterRanges", "CategoricalParameterRanges"]);
        json.GetProperty("IntegerParameterRanges").GetArrayLength().ShouldBe(0);
        var fast = json.GetProperty("CategoricalParameterRanges").EnumerateArray().ShouldHaveSingleItem();
        fast.GetProperty("Name").GetString().ShouldBe("fast");
        fast.GetProperty("Values").EnumerateArray().Select(value => value.GetString()).ShouldBe(["true", "false"]);
    }

    [Fact]
    public void Integer_RangeIsWhatIsWorthTrying()
    {
        var (json, _) = Of("warmup", "batch");
        Numbers(json, "IntegerParameterRanges").ShouldBe([("batch", "4", "64", "Logarithmic"), ("warmup", "0", "100", "Auto")]);
    }

    [Fact]
    public void Continuous_ExcludedEndsGiveWayToTheNearestNumbersInside()
    {
        var (json, _) = Of("rate");
        Numbers(json, "ContinuousParameterRanges").ShouldBe([("rate", "5E-324", "0.9999999999999999", "Logarithmic")]);
    }

    [Fact]
    public void Continuous_RangeInsideOfExcludedEnds_StaysAsItIs()
    {
        var catalog = new HyperparameterCatalog([new ContinuousHyperparameter("rate", 0.1, 0, 1, minExclusive: true, maxExclusive: true) { Tunable = true, TunableMin = 0.01, TunableMax = 0.5 }]);
        Numbers(JsonDocument.Parse(TuningRanges.Of(catalog, ["rate"], []).ToJson()).RootElement, "ContinuousParameterRanges").ShouldBe([("rate", "0.01", "0.5", "Auto")]);
    }

    [Fact]
    public void Scaling_OtherThanLogarithmic_IsKeptAtZero()
    {
        var catalog = new HyperparameterCatalog([new IntegerHyperparameter("n", 0, -5, 5) { Tunable = true, Scaling = "Linear" }, new IntegerHyperparameter("m", 0, -5, 5) { Tunable = true, Scaling = "Logarithmic" }]);
        Numbers(JsonDocument.Parse(TuningRanges.Of(catalog, ["n", "m"], []).ToJson()).RootElement, "IntegerParameterRanges")
            .ShouldBe([("n", "-5", "5", "Linear"), ("m", "-5", "5", "Auto")]);
    }

    [Fact]
    public void Names_TooMany_AreCounted()
    {
        var catalog = new HyperparameterCatalog(Enumerable.Range(0, 31).Select(i => new IntegerHyperparameter($"h{i}", 1, 0, 2) { Tunable = true }));
        var mistakes = new List<Mistake>();
        TuningRanges.Of(catalog, [.. catalog.Declarations.Select(declaration => declaration.Name)], mistakes);
        mistakes.ShouldHaveSingleItem().ToString().ShouldBe("tuning ranges: found 31, expected 1 to 30. Fix: choose the ones that matter most");
    }

    [Fact]
    public void Logarithmic_OnlyAboveZero()
    {
        var (json, _) = Of("decay");
        Numbers(json, "ContinuousParameterRanges").ShouldBe([("decay", "0", "0.5", "Auto")]);
    }

    [Fact]
    public void Alias_MeansTheName()
    {
        var (json, mistakes) = Of("r");
        mistakes.ShouldBeEmpty();
        Numbers(json, "ContinuousParameterRanges").Single().Item1.ShouldBe("rate");
    }

    [Fact]
    public void Names_WrongOnes_AreAllTold()
    {
        var (_, mistakes) = Of("btch", "seed", "rate", "r", "zzz");
        mistakes.Select(mistake => mistake.ToString()).ShouldBe(
        [
            "tuning ranges: found \"btch\", expected a hyperparameter of this name. Fix: did you mean batch?",
            "tuning ranges: found \"seed\", which no tuning job may search over. Fix: choose from fast, rate, decay, batch, warmup",
            "tuning ranges: found \"r\", which is chosen already. Fix: name every hyperparameter once",
            "tuning ranges: found \"zzz\", expected a hyperparameter of this name. Fix: see describe --hyperparameters",
        ]);
    }

    [Fact]
    public void Names_None_IsAMistake() => Of().Mistakes.ShouldHaveSingleItem().What.ShouldBe("found 0, expected 1 to 30");

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Names_MoreThan30_AreRefused(int count, bool allowed)
    {
        var catalog = new HyperparameterCatalog(Enumerable.Range(0, count).Select(i => new IntegerHyperparameter($"h{i}", 1, 0, 2) { Tunable = true }));
        var mistakes = new List<Mistake>();
        TuningRanges.Of(catalog, [.. catalog.Declarations.Select(declaration => declaration.Name)], mistakes);
        mistakes.Count.ShouldBe(allowed ? 0 : 1);
    }
}
