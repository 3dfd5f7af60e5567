using TrainingContainer.LocalSageMaker.Requests;

namespace TrainingContainer.LocalSageMaker.Tests.Requests;

/// <summary>Requests with TrainingJobDefinitions.</summary>
public sealed class SeveralDefinitionsTests
{
    private const string Config = "HyperParameterTuningJobConfig";
    private const string First = "TrainingJobDefinitions[0]";
    private const string Second = "TrainingJobDefinitions[1]";

    [Fact]
    public void Read_TwoDefinitions_EachHasItsOwn()
    {
        var findings = new RequestFindings();
        var request = TuningJobRequest.Read(SampleTuningRequest.CreateSeveral().With($"{Second}.TuningObjective.MetricName", "\"train:loss\"")
            .With($"{Second}.AlgorithmSpecification.MetricDefinitions[0].Name", "\"train:loss\"").Json, findings);

        findings.Notices.ShouldBeEmpty();
        request.Definitions.Select(definition => (definition.Name, definition.Metric)).ShouldBe([("sgd", "validation:loss"), ("adam", "train:loss")]);
        (request.Objective, request.Metric, request.JobsMax).ShouldBe((ObjectiveType.Minimize, "validation:loss or train:loss", 6));
        request.Definitions.Select(definition => string.Join(' ', definition.Space.Ranges.Select(range => range.Name))).ShouldBe(["learning_rate", "learning_rate beta1"]);
        var job = TrainingJobRequest.Read(request.Definitions[1].TrainingJob("tune-002-0123abcd", [new("learning_rate", "0.5")]), new RequestFindings());
        job.HyperParameters.ShouldBe(
            new Dictionary<string, string> { ["epochs"] = "9", ["optimizer"] = "adam", ["learning_rate"] = "0.5", ["_tuning_objective_metric"] = "train:loss" }, ignoreOrder: true);
    }

    [Fact]
    public void Resource_OfHyperband_IsEachDefinitionsOwn()
    {
        var request = SampleTuningRequest.CreateSeveral().With($"{Config}.Strategy", "\"Hyperband\"").With($"{Second}.StaticHyperParameters.epochs", "\"27\"");

        TuningJobRequest.Read(request.Json, new RequestFindings()).Definitions.Select(definition => definition.Resource).ShouldBe([new HyperbandResource(1, 9), new HyperbandResource(1, 27)]);
    }

    [Fact]
    public void JobsMax_OfGrid_IsTheSumOfAllCombinations() => TuningJobRequest.Read(Grid(3, 4).Json, new RequestFindings()).JobsMax.ShouldBe(7);

    [Fact]
    public void Read_OneDefinitionInTheList_MayStopEarlyAndStartWarm()
    {
        var several = SampleTuningRequest.CreateSeveral();
        var definition = several.Json.GetProperty("TrainingJobDefinitions")[0].GetRawText();
        several.With("TrainingJobDefinitions", $"[{definition}]").With($"{Config}.TrainingJobEarlyStoppingType", "\"Auto\"")
            .With("WarmStartConfig", """{"WarmStartType":"TransferLearning","ParentHyperParameterTuningJobs":[{"HyperParameterTuningJobName":"a"}]}""");

        TuningJobRequest.Read(several.Json, new RequestFindings()).Definitions.ShouldHaveSingleItem().Name.ShouldBe("sgd");
    }

    /// <summary>Where it is broken, with what (null: the member is missing), where the error says it is, and what was expected.</summary>
    public static TheoryData<string, string?, string, string> Broken { get; } = new()
    {
        { "TrainingJobDefinitions", null, "TrainingJobDefinition", "expected a JSON object, or a JSON array TrainingJobDefinitions" },
        { "TrainingJobDefinitions", "{}", "TrainingJobDefinitions", "put the items between [ and ]" },
        { "TrainingJobDefinitions", "[]", "TrainingJobDefinitions", "found 0 items, expected a JSON array of 1 to 10 items" },
        { $"{First}.DefinitionName", null, $"{First}.DefinitionName", "expected a name of its own" },
        { $"{Second}.DefinitionName", "\"sgd\"", $"{Second}.DefinitionName", "found \"sgd\" a second time" },
        { $"{First}.DefinitionName", "\"a_b\"", $"{First}.DefinitionName", "matches [a-zA-Z0-9]" },
        { $"{First}.DefinitionName", $"\"{new string('a', 65)}\"", $"{First}.DefinitionName", "(65 characters)" },
        { $"{First}.TuningObjective", null, $"{First}.TuningObjective", "expected it" },
        { $"{Second}.TuningObjective.Type", "\"Maximize\"", $"{Second}.TuningObjective.Type", "expected \"Minimize\" as in TrainingJobDefinitions[0]" },
        { $"{Second}.TuningObjective.Type", "\"Max\"", $"{Second}.TuningObjective.Type", "Maximize or Minimize" },
        { $"{Second}.TuningObjective.MetricName", "\"validation:los\"", $"{Second}.TuningObjective.MetricName", "did you mean validation:loss" },
        { $"{Second}.HyperParameterRanges", null, $"{Second}.HyperParameterRanges", "expected it" },
        { $"{Second}.HyperParameterRanges", "{}", $"{Second}.HyperParameterRanges", "has no range" },
        { $"{Second}.StaticHyperParameters.beta1", "\"0.9\"", $"{Second}.StaticHyperParameters.beta1", "among HyperParameterRanges too" },
        { $"{Config}.HyperParameterTuningJobObjective", "{\"Type\":\"Minimize\",\"MetricName\":\"validation:loss\"}", $"{Config}.HyperParameterTuningJobObjective", "move it to TuningObjective" },
        { $"{Config}.ParameterRanges", "{\"CategoricalParameterRanges\":[{\"Name\":\"b\",\"Values\":[\"1\"]}]}", $"{Config}.ParameterRanges", "move it to HyperParameterRanges" },
        { $"{Config}.TrainingJobEarlyStoppingType", "\"Auto\"", $"{Config}.TrainingJobEarlyStoppingType", "found \"Auto\" with 2 definitions" },
        { "WarmStartConfig", "{\"WarmStartType\":\"TransferLearning\",\"ParentHyperParameterTuningJobs\":[{\"HyperParameterTuningJobName\":\"a\"}]}", "WarmStartConfig", "found it with 2 definitions" },
        { $"{Config}.Strategy", "\"Grid\"", $"{First}.HyperParameterRanges", "list the values in CategoricalParameterRanges" },
        { $"{Second}.ResourceConfig", null, Second, "neither ResourceConfig nor" },
        { $"{Second}.RoleArn", "\"Training\"", $"{Second}.RoleArn", "(8 characters)" },
        { $"{Second}.EnableManagedSpotTraining", "true", $"{Second}.StoppingCondition.MaxWaitTimeInSeconds", "set it to at least 3600" },
        { $"{Second}.AlgorithmSpecification.TrainingImage", null, $"{Second}.AlgorithmSpecification", "neither TrainingImage nor AlgorithmName" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Read_BrokenInOnePlace_NamesItAndWhatIsExpected(string path, string? json, string where, string what)
    {
        var mistakes = Mistakes(SampleTuningRequest.CreateSeveral().With(path, json));

        mistakes.ShouldContain(mistake => mistake.Where.StartsWith(where) && mistake.ToString().Contains(what), string.Join('\n', mistakes));
        mistakes.Count.ShouldBeLessThanOrEqualTo(2, string.Join('\n', mistakes));
    }

    [Fact]
    public void Read_BrokenInBothDefinitions_NamesAll()
    {
        var request = SampleTuningRequest.CreateSeveral().With($"{First}.DefinitionName", null).With($"{First}.TuningObjective", null).With($"{Second}.HyperParameterRanges", null)
            .With($"{Second}.ResourceConfig", null).With($"{Config}.ResourceLimits.MaxParallelTrainingJobs", "7").With($"{Config}.TrainingJobEarlyStoppingType", "\"Auto\"");

        Mistakes(request).Select(mistake => mistake.Where).ShouldBe(
            [
                $"{First}.DefinitionName", $"{Config}.TrainingJobEarlyStoppingType", $"{First}.TuningObjective", $"{Second}.HyperParameterRanges", Second, $"{Config}.ResourceLimits.MaxParallelTrainingJobs",
            ]);
    }

    [Fact]
    public void Read_ElevenDefinitions_SaysHowManyThereMayBe()
    {
        var definition = SampleTuningRequest.CreateSeveral().Json.GetProperty("TrainingJobDefinitions")[0].GetRawText();
        var request = SampleTuningRequest.CreateSeveral().With("TrainingJobDefinitions", $"[{string.Join(',', Enumerable.Repeat(definition, 11))}]");

        Mistakes(request).ShouldHaveSingleItem().ToString().ShouldContain("found 11 items, expected a JSON array of 1 to 10 items");
    }

    [Fact]
    public void Read_VariablesOfAllDefinitions_AreCountedTogether()
    {
        static string Variables(string prefix, int count) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{prefix}{i}\":\"1\""))}}}";

        var mistake = Mistakes(SampleTuningRequest.CreateSeveral().With($"{First}.Environment", Variables("A", 40)).With($"{Second}.Environment", Variables("B", 9))).ShouldHaveSingleItem();

        (mistake.Where, mistake.What).ShouldBe(("TrainingJobDefinitions", "found 49 entries of Environment in all, expected at most 48"));
    }

    [Fact]
    public void Read_HyperbandWithoutEpochs_NamesTheDefinitionThatLacksThem()
    {
        var request = SampleTuningRequest.CreateSeveral().With($"{Config}.Strategy", "\"Hyperband\"").With($"{Second}.StaticHyperParameters.epochs", null);

        Mistakes(request).ShouldHaveSingleItem().ToString().ShouldContain($"none of {Second}.StaticHyperParameters tells it");
        // what is wrong with the configuration itself is said once
        request.With($"{Config}.StrategyConfig", "{\"HyperbandStrategyConfig\":{\"MinResource\":10,\"MaxResource\":9}}");
        Mistakes(request).ShouldHaveSingleItem().Where.ShouldBe("HyperParameterTuningJobConfig.StrategyConfig.HyperbandStrategyConfig.MinResource");
    }

    [Fact]
    public void Read_GridWithAnotherNumberOfJobs_SaysHowManyThereAreInAll()
    {
        Mistakes(Grid(3, 4).With($"{Config}.ResourceLimits.MaxNumberOfTrainingJobs", "6")).ShouldHaveSingleItem().ToString().ShouldContain("found 6, expected 7");
        Mistakes(Grid(30, 30, second: true)).ShouldHaveSingleItem().ToString().ShouldContain("TrainingJobDefinitions: found 930 combinations, expected at most 750");
    }

    private static SampleRequest Grid(int first, int more, bool second = false)
    {
        static string Range(string name, int count) => $$"""{"Name":"{{name}}","Values":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\""))}}]}""";

        return SampleTuningRequest.CreateSeveral().With($"{Config}.Strategy", "\"Grid\"").With($"{Config}.ResourceLimits", "{\"MaxParallelTrainingJobs\":1}")
            .With($"{First}.HyperParameterRanges", $$"""{"CategoricalParameterRanges":[{{Range("a", first)}}]}""")
            .With($"{Second}.HyperParameterRanges", $$"""{"CategoricalParameterRanges":[{{Range("a", more)}}{{(second ? "," + Range("b", 30) : "")}}]}""");
    }

    private static IReadOnlyList<SageMaker.Mistake> Mistakes(SampleRequest request) =>
        Should.Throw<SageMaker.JobInputException>(() => TuningJobRequest.Read(request.Json, new RequestFindings())).Mistakes;
}
