using System.Text.Json;
using System.Text.RegularExpressions;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>This program's own declarations within the limits of the CreateAlgorithm API.</summary>
public sealed class TrainingAlgorithmTests
{
    private static readonly JsonElement Specification = JsonDocument.Parse(TrainingAlgorithm.Specification().ToJson()).RootElement;

    [Fact]
    public void Hyperparameters_AreAllDeclaredOnesWithinTheLimits()
    {
        var described = Specification.GetProperty("SupportedHyperParameters").EnumerateArray().ToArray();
        described.Select(one => one.GetProperty("Name").GetString()).ShouldBe(TrainingHyperparameters.Catalog.Declarations.Select(declaration => declaration.Name));
        described.Length.ShouldBeLessThanOrEqualTo(100);
        foreach (var one in described)
        {
            var name = one.GetProperty("Name").GetString()!;
            name.Length.ShouldBeLessThanOrEqualTo(256);
            one.GetProperty("Description").GetString()!.ShouldMatch(@"^[\p{L}\p{M}\p{Z}\p{S}\p{N}\p{P}]{1,1024}$", name);
            one.GetProperty("Type").GetString().ShouldBeOneOf("Integer", "Continuous", "Categorical", "FreeText");
            one.GetProperty("DefaultValue").GetString()!.Length.ShouldBeLessThanOrEqualTo(2500);
            one.TryGetProperty("Range", out _).ShouldBe(one.GetProperty("Type").GetString() != "FreeText", name);
            if (one.GetProperty("IsTunable").GetBoolean())
                one.GetProperty("Type").GetString().ShouldNotBe("FreeText", name);
        }
    }

    [Fact]
    public void Metrics_AreAtMost40WithRegexesOfAtMost500Characters()
    {
        var metrics = Specification.GetProperty("MetricDefinitions").EnumerateArray().ToArray();
        metrics.Length.ShouldBeInRange(1, 40);
        metrics.ShouldAllBe(metric => metric.GetProperty("Regex").GetString()!.Length <= 500 && metric.GetProperty("Name").GetString()!.Length <= 255);
    }

    [Fact]
    public void Objectives_IncludeTheBestOnes()
    {
        var names = Specification.GetProperty("SupportedTuningJobObjectiveMetrics").EnumerateArray().Select(objective => objective.GetProperty("MetricName").GetString()).ToArray();
        names.ShouldContain("validation:accuracy");
        names.ShouldContain("validation:accuracy:best");
        names.ShouldBeSubsetOf(Specification.GetProperty("MetricDefinitions").EnumerateArray().Select(metric => metric.GetProperty("Name").GetString()));
    }

    [Fact]
    public void InstanceTypes_AreDistinctNamesOfTheServiceWithGpusAndWithout()
    {
        TrainingInstances.All.ShouldBeUnique();
        TrainingInstances.All.ShouldAllBe(type => Regex.IsMatch(type, "^ml\\.[a-z][a-z0-9-]+\\.[0-9]*(x?large|medium)$"));
        foreach (var type in new[] { "ml.m5.large", "ml.c7i.48xlarge", "ml.g4dn.xlarge", "ml.g6e.48xlarge", "ml.p4d.24xlarge", "ml.p5.48xlarge", "ml.p6-b200.48xlarge" })
            TrainingInstances.All.ShouldContain(type);
        TrainingInstances.All.ShouldNotContain(type => type.Contains(".trn") || type.Contains("gb200"), "no CUDA, or another processor");
    }

    [Fact]
    public void TestChannel_TakesRowsWithoutLabelToo() =>
        Specification.GetProperty("TrainingChannels").EnumerateArray().Single(channel => channel.GetProperty("Name").GetString() == "test")
            .GetProperty("SupportedContentTypes").EnumerateArray().Select(type => type.GetString()).ShouldBe([.. TrainingChannels.Train.ContentTypes, "text/csv;label_size=0"]);

    [Fact]
    public void TuningRanges_OfEveryTunableHyperparameter_HaveEndsThatTrainingTakes()
    {
        var tunable = TrainingHyperparameters.Catalog.Declarations.Where(declaration => declaration.Tunable).Select(declaration => declaration.Name).ToArray();
        var mistakes = new List<Mistake>();
        var json = JsonDocument.Parse(TuningRanges.Of(TrainingHyperparameters.Catalog, tunable, mistakes).ToJson()).RootElement;
        mistakes.ShouldBeEmpty();
        var seen = 0;
        foreach (var range in json.EnumerateObject().SelectMany(kind => kind.Value.EnumerateArray()))
        {
            var name = range.GetProperty("Name").GetString()!;
            string[] values = range.TryGetProperty("Values", out var choices)
                ? [.. choices.EnumerateArray().Select(choice => choice.GetString()!)]
                : [range.GetProperty("MinValue").GetString()!, range.GetProperty("MaxValue").GetString()!];
            foreach (var value in values)
                TrainingHyperparameters.Catalog.Read(new Dictionary<string, string> { [name] = value }, mistakes);
            if (range.TryGetProperty("ScalingType", out var scaling) && scaling.GetString() == "Logarithmic")
                double.Parse(values[0]).ShouldBeGreaterThan(0, name);
            seen++;
        }
        mistakes.ShouldBeEmpty();
        seen.ShouldBe(tunable.Length);
    }

    [Fact]
    public void TunedByDefault_IsTunable()
    {
        var mistakes = new List<Mistake>();
        TuningRanges.Of(TrainingHyperparameters.Catalog, TrainingAlgorithm.TunedByDefault, mistakes);
        mistakes.ShouldBeEmpty();
    }
}
