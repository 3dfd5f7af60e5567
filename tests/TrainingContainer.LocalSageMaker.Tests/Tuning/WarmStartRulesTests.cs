using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Tuning;

public sealed class WarmStartRulesTests
{
    private static readonly TuningJobSetup Job = new(
        "new", false, ObjectiveType.Maximize, "accuracy", [new ContinuousParameterRange("rate", 0, 1), new IntegerParameterRange("layers", 1, 4)],
        new Dictionary<string, string> { ["epochs"] = "5" });

    private static readonly TuningJobSetup Parent = Job with { Name = "old", HasEnded = true };

    [Fact]
    public void Check_TheSameHyperparametersWithOtherRanges_IsFine()
    {
        Check(Parent).ShouldBeEmpty();
        Check(Parent with { Ranges = [new ContinuousParameterRange("rate", 5, 9), new IntegerParameterRange("epochs", 1, 4)],
            StaticHyperparameters = new Dictionary<string, string> { ["layers"] = "2" } }).ShouldBeEmpty();
    }

    [Fact]
    public void Check_EveryMistakeAtOnce()
    {
        string[] found = Check(Parent with
        {
            HasEnded = false, Metric = "loss", Ranges = [new IntegerParameterRange("rate", 0, 1)],
            StaticHyperparameters = new Dictionary<string, string> { ["epochs"] = "9" },
        });
        found.Length.ShouldBe(4);
        found[0].ShouldContain("has not ended");
        found[1].ShouldContain("Maximize loss");
        found[2].ShouldContain("has 2 hyperparameters");
        found[3].ShouldContain("rate is integer in old, expected continuous");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Check_OneToFiveParents(int count)
    {
        var mistakes = new List<Mistake>();
        WarmStartRules.Check(Job, [.. Enumerable.Repeat(Parent, count)], mistakes);
        mistakes.ShouldHaveSingleItem().What.ShouldContain("expected 1 to 5");
    }

    [Fact]
    public void Changes_CountTheValuesOfCategories()
    {
        // The guide's examples: a category of two values that becomes static counts 2, and so does a static value red that becomes blue.
        var before = Parent with { Ranges = [new CategoricalParameterRange("color", ["red", "blue"])], StaticHyperparameters = new Dictionary<string, string>() };
        var now = Job with { Ranges = [], StaticHyperparameters = new Dictionary<string, string> { ["color"] = "blue" } };
        WarmStartRules.Changes(now, before).ShouldBe(2);
        WarmStartRules.Changes(now, before with { Ranges = [], StaticHyperparameters = new Dictionary<string, string> { ["color"] = "red" } }).ShouldBe(2);
        WarmStartRules.Changes(now, now).ShouldBe(0);
    }

    [Fact]
    public void Check_MoreThanTenChanges_IsAMistake()
    {
        static Dictionary<string, string> Values(string value) => Enumerable.Range(0, 11).ToDictionary(i => $"x{i}", _ => value);
        Check(Parent with { Ranges = Job.Ranges, StaticHyperparameters = Values("1") }, Job with { StaticHyperparameters = Values("2") })
            .ShouldHaveSingleItem().ShouldContain("found 11 changes");
    }

    private static string[] Check(TuningJobSetup parent, TuningJobSetup? job = null)
    {
        var mistakes = new List<Mistake>();
        WarmStartRules.Check(job ?? Job, [parent], mistakes);
        mistakes.ShouldAllBe(mistake => mistake.Where == "WarmStartConfig.ParentHyperParameterTuningJobs[0]");
        return [.. mistakes.Select(mistake => mistake.What)];
    }
}
