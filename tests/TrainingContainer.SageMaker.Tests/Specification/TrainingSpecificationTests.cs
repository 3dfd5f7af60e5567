using System.Text.Json;

namespace TrainingContainer.SageMaker.Tests;

public class TrainingSpecificationTests
{
    private enum Optimizer
    {
        Sgd,
        AdamW,
    }

    private enum Thirty
    {
        A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U, V, W, X, Y, Z, Aa, Ab, Ac, Ad,
    }

    private enum ThirtyOne
    {
        A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U, V, W, X, Y, Z, Aa, Ab, Ac, Ad, Ae,
    }

    private static readonly TrainingSpecification Small = new(
        new HyperparameterCatalog(
        [
            new IntegerHyperparameter("epochs", 10, 1, 100) { Help = "Passes over `train`.", Tunable = true, TunableMax = 20 },
            new ContinuousHyperparameter("rate", 0.1, 0, 1, minExclusive: true) { Help = "Rate.", UsedWhen = "optimizer=sgd" },
            new CategoricalHyperparameter<Optimizer>("optimizer", Optimizer.Sgd),
            new BooleanHyperparameter("fast", false),
            new FreeTextHyperparameter("note", "") { Help = "A note.", Range = "any text" },
            new IntegerListHyperparameter("layers", [8], 1, 64, 4),
        ]),
        new MetricCatalog(
        [
            new Metric("validation:loss", MetricDirection.Minimize, "", Objective: true),
            new Metric("validation:accuracy", MetricDirection.Maximize, "", Objective: true).Best,
            new Metric("speed", MetricDirection.Neither, "", Objective: true),
            new Metric("test:loss", MetricDirection.Minimize, ""),
        ]),
        [
            new ChannelDeclaration("train", true, "Rows.", ["text/csv"], [InputMode.File, InputMode.FastFile]),
            new ChannelDeclaration("stream", false, "", ["text/csv"], [InputMode.Pipe]),
        ],
        ["ml.m5.large"],
        SupportsDistributedTraining: false);

    private static JsonElement Json(TrainingSpecification specification) => JsonDocument.Parse(specification.ToJson()).RootElement;

    private static JsonElement Hyperparameter(string name) =>
        Json(Small).GetProperty("SupportedHyperParameters").EnumerateArray().Single(one => one.GetProperty("Name").GetString() == name);

    [Fact]
    public void ToJson_HasTheMembersOfTheApi() =>
        Json(Small).EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "TrainingImage", "SupportedHyperParameters", "SupportedTrainingInstanceTypes", "SupportsDistributedTraining",
            "MetricDefinitions", "TrainingChannels", "SupportedTuningJobObjectiveMetrics",
        ]);

    [Fact]
    public void Integer_HasItsWholeRangeAsStrings() => Hyperparameter("epochs").GetRawText().ReplaceLineEndings("").Replace(" ", "").ShouldBe(
        """
        {"Name":"epochs","Description":"Passesovertrain.","Type":"Integer",
        "Range":{"IntegerParameterRangeSpecification":{"MinValue":"1","MaxValue":"100"}},
        "IsTunable":true,"IsRequired":false,"DefaultValue":"10"}
        """.ReplaceLineEndings(""));

    [Fact]
    public void Continuous_SaysInTheDescriptionWhatARangeCannotSay()
    {
        var rate = Hyperparameter("rate");
        rate.GetProperty("Description").GetString().ShouldBe("Rate. Allowed: above 0, at most 1. Used when optimizer=sgd.");
        var range = rate.GetProperty("Range").GetProperty("ContinuousParameterRangeSpecification");
        range.GetProperty("MinValue").GetString().ShouldBe("0");
        range.GetProperty("MaxValue").GetString().ShouldBe("1");
        rate.GetProperty("IsTunable").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("optimizer", "sgd", "adam_w")]
    [InlineData("fast", "true", "false")]
    public void Categorical_ListsItsValues(string name, params string[] values)
    {
        var declaration = Hyperparameter(name);
        declaration.GetProperty("Type").GetString().ShouldBe("Categorical");
        declaration.GetProperty("Range").GetProperty("CategoricalParameterRangeSpecification").GetProperty("Values")
            .EnumerateArray().Select(value => value.GetString()).ShouldBe(values);
    }

    [Theory]
    [InlineData("note", "A note. Allowed: any text.")]
    [InlineData("layers", "Allowed: up to 4 integers, each 1 to 64.")]
    public void FreeText_HasNoRange(string name, string description)
    {
        var declaration = Hyperparameter(name);
        declaration.GetProperty("Type").GetString().ShouldBe("FreeText");
        declaration.TryGetProperty("Range", out _).ShouldBeFalse();
        declaration.GetProperty("Description").GetString().ShouldBe(description);
    }

    [Fact]
    public void Objectives_AreTheMetricsThatMayBeOneAndHaveADirection()
    {
        var objectives = Json(Small).GetProperty("SupportedTuningJobObjectiveMetrics").EnumerateArray()
            .Select(objective => (objective.GetProperty("Type").GetString(), objective.GetProperty("MetricName").GetString()));
        objectives.ShouldBe([("Minimize", "validation:loss"), ("Maximize", "validation:accuracy:best")]);
    }

    [Fact]
    public void MetricDefinitions_AreAllMetrics()
    {
        var inside = Json(Small).GetProperty("MetricDefinitions");
        inside.GetArrayLength().ShouldBe(4);
        var alone = JsonDocument.Parse(MetricDefinitions.ToJson(Small.Metrics)).RootElement;
        alone.EnumerateArray().Select(metric => metric.GetProperty("Name").GetString()).ShouldBe(Small.Metrics.Metrics.Select(metric => metric.Name));
        alone.EnumerateArray().Select(metric => metric.GetProperty("Regex").GetString()).ShouldBe(Small.Metrics.Metrics.Select(metric => metric.Regex));
        MetricDefinitions.ToJson(Small.Metrics).ShouldContain("=([-+]?", Case.Sensitive, "written readably, not as \\u002B");
    }

    [Fact]
    public void Channel_HasContentTypesModesAndCompression()
    {
        var channels = Json(Small).GetProperty("TrainingChannels").EnumerateArray().ToArray();
        string?[] Of(int channel, string member) => [.. channels[channel].GetProperty(member).EnumerateArray().Select(value => value.GetString())];
        channels[0].GetProperty("Name").GetString().ShouldBe("train");
        channels[0].GetProperty("Description").GetString().ShouldBe("Rows.");
        channels[0].GetProperty("IsRequired").GetBoolean().ShouldBeTrue();
        Of(0, "SupportedContentTypes").ShouldBe(["text/csv"]);
        Of(0, "SupportedInputModes").ShouldBe(["File", "FastFile"]);
        Of(0, "SupportedCompressionTypes").ShouldBe(["None"], "the API knows Gzip in Pipe mode only");
        Of(1, "SupportedCompressionTypes").ShouldBe(["None", "Gzip"]);
        channels[1].GetProperty("IsRequired").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void Image_IsAPlaceholderOrTheOneGiven()
    {
        Json(Small).GetProperty("TrainingImage").GetString().ShouldBe(TrainingImage.Placeholder);
        Json(Small with { Image = "a/b:c" }).GetProperty("TrainingImage").GetString().ShouldBe("a/b:c");
        TrainingImage.IsValid(TrainingImage.Placeholder).ShouldBeTrue();
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("a\0", false)]
    [InlineData("1.dkr.ecr.eu-west-1.amazonaws.com/x:1", true)]
    public void Image_HasNoBlanks(string uri, bool valid) => TrainingImage.IsValid(uri).ShouldBe(valid);

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Image_IsAtMost255Characters(int length, bool valid) => TrainingImage.IsValid(new string('i', length)).ShouldBe(valid);

    [Fact]
    public void ToJson_OverTheApisLimits_NamesThemAll()
    {
        var numbers = Enumerable.Range(0, 101).Select(i => new IntegerHyperparameter($"h{i}", 1, 0, 2));
        var broken = Small with { Hyperparameters = new HyperparameterCatalog(numbers), Channels = [], InstanceTypes = [], Image = "a b" };
        var message = Should.Throw<InvalidOperationException>(broken.ToJson).Message;
        message.ShouldContain("found 101 hyperparameters, expected at most 100");
        message.ShouldContain("found 0 channels, expected 1 to 8");
        message.ShouldContain("found no instance type");
        message.ShouldContain("found the image \"a b\"");
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void ToJson_ChannelsOverTheApisLimit_AreRefused(int count, bool allowed)
    {
        var many = Small with { Channels = [.. Enumerable.Range(0, count).Select(i => new ChannelDeclaration($"c{i}", false, "", [], [InputMode.File]))] };
        if (allowed) Json(many).GetProperty("TrainingChannels").GetArrayLength().ShouldBe(count);
        else Should.Throw<InvalidOperationException>(many.ToJson).Message.ShouldContain("found 9 channels");
    }

    [Fact]
    public void ToJson_Refusal_IsOneSentence()
    {
        var broken = Small with { Channels = [new("a b", true, "", [], []), Small.Channels[0]], InstanceTypes = [], Image = "" };
        Should.Throw<InvalidOperationException>(broken.ToJson).Message.ShouldBe(
            "the training specification: found the image \"\", expected 1 to 255 characters without blanks; "
            + "found the channel \"a b\" with 0 input modes, expected a valid name and at least one mode; found no instance type, expected at least one");
    }

    [Fact]
    public void ToJson_ChoicesOverTheApisLimit_AreRefused()
    {
        var most = Small with { Hyperparameters = new HyperparameterCatalog([new CategoricalHyperparameter<Thirty>("letter", Thirty.A)]) };
        Json(most).GetProperty("SupportedHyperParameters").GetArrayLength().ShouldBe(1);
        var many = Small with { Hyperparameters = new HyperparameterCatalog([new CategoricalHyperparameter<ThirtyOne>("letter", ThirtyOne.A)]) };
        Should.Throw<InvalidOperationException>(many.ToJson).Message.ShouldBe("the training specification: found 31 choices of letter, expected at most 30");
    }

    [Fact]
    public void ToJson_OfAsManyHyperparametersAsTheApiAllows()
    {
        var most = Small with { Hyperparameters = new HyperparameterCatalog(Enumerable.Range(0, 100).Select(i => new IntegerHyperparameter($"h{i}", 1, 0, 2))) };
        Json(most).GetProperty("SupportedHyperParameters").GetArrayLength().ShouldBe(100);
    }

    [Fact]
    public void ToJson_IsIndented_WithoutANewlineAtTheEnd()
    {
        Small.ToJson().ShouldStartWith("{\n  \"TrainingImage\": ");
        Small.ToJson().ShouldEndWith("  ]\n}");
        Json(Small).GetProperty("SupportedTrainingInstanceTypes").EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBe("ml.m5.large");
        Json(Small).GetProperty("SupportsDistributedTraining").GetBoolean().ShouldBeFalse();
        Json(Small with { SupportsDistributedTraining = true }).GetProperty("SupportsDistributedTraining").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void Continuous_ThatExcludesItsUpperEndOnly_SaysSo()
    {
        var catalog = new HyperparameterCatalog([new ContinuousHyperparameter("dropout", 0, 0, 1, maxExclusive: true) { Help = "Share." }, new ContinuousHyperparameter("decay", 0, 0, 1) { Help = "Decay." }]);
        Json(Small with { Hyperparameters = catalog }).GetProperty("SupportedHyperParameters").EnumerateArray()
            .Select(one => one.GetProperty("Description").GetString()).ShouldBe(["Share. Allowed: at least 0, below 1.", "Decay."]);
    }

    [Fact]
    public void ToJson_ChannelThatTheApiRefuses_IsNamed()
    {
        Should.Throw<InvalidOperationException>((Small with { Channels = [new("a b", true, "", [], [InputMode.File])] }).ToJson).Message.ShouldContain("\"a b\"");
        Should.Throw<InvalidOperationException>((Small with { Channels = [new("a", true, "", [], [])] }).ToJson).Message.ShouldContain("0 input modes");
    }

    [Fact]
    public void Description_IsPlainTextWithinTheApisLimit()
    {
        EntityDescription.Of("Of `a`,\nand b. ").ShouldBe("Of a, and b.");
        EntityDescription.Of(new string('d', 1024)).Length.ShouldBe(1024);
        EntityDescription.Of(new string('d', 1025)).ShouldBe(new string('d', 1023) + "…");
    }
}
