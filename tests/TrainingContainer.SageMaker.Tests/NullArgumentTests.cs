namespace TrainingContainer.SageMaker.Tests;

/// <summary>A null argument is named where it is given, not where it is first used.</summary>
public sealed class NullArgumentTests
{
    private static readonly JobPaths Paths = new("/nowhere");
    private static readonly IntegerHyperparameter Number = new("n", 1, 0, 2);

    public static TheoryData<string, Action> Calls => new()
    {
        { "getVariable", () => JobPaths.FromEnvironment(null!) },
        { "text", () => ContentType.TryParse(null!, out _, out _) },
        { "paths", () => InputDataConfiguration.Read(null!, [], []) },
        { "declarations", () => InputDataConfiguration.Read(Paths, null!, []) },
        { "mistakes", () => InputDataConfiguration.Read(Paths, [], null!) },
        { "path", () => HyperparameterFile.Read(null!, []) },
        { "mistakes", () => HyperparameterFile.Read("/nowhere/a", null!) },
        { "path", () => ResourceConfiguration.Read(null!, []) },
        { "mistakes", () => ResourceConfiguration.Read("/nowhere/a", null!) },
        { "paths", () => CheckpointConfiguration.Read(null!, []) },
        { "mistakes", () => CheckpointConfiguration.Read(Paths, null!) },
        { "declarations", () => _ = new HyperparameterCatalog(null!) },
        { "raw", () => new HyperparameterCatalog([]).Read(null!, []) },
        { "mistakes", () => new HyperparameterCatalog([]).Read(new Dictionary<string, string>(), null!) },
        { "declaration", () => new HyperparameterCatalog([]).Read(new Dictionary<string, string>(), []).Get<long>(null!) },
        { "raw", () => DecodedValue.Of(null!) },
        { "name", () => _ = new IntegerHyperparameter(null!, 1, 0, 2) },
        { "value", () => Number.TryRead(null!, out _, out _) },
        { "value", () => new BooleanHyperparameter("b", true).TryRead(null!, out _, out _) },
        { "value", () => new CategoricalHyperparameter<DayOfWeek>("c", DayOfWeek.Monday).TryRead(null!, out _, out _) },
        { "value", () => new ContinuousHyperparameter("d", 0, 0, 1).TryRead(null!, out _, out _) },
        { "value", () => new FreeTextHyperparameter("f", "").TryRead(null!, out _, out _) },
        { "value", () => new IntegerListHyperparameter("l", [], 0, 1, 2).TryRead(null!, out _, out _) },
        { "reserved", () => ServiceHyperparameters.Read(null!, _ => null) },
        { "getVariable", () => ServiceHyperparameters.Read(new Dictionary<string, string>(), null!) },
        { "metrics", () => _ = new MetricCatalog(null!) },
        { "stop", () => _ = new StopDeadline(null!, TimeProvider.System, StopDeadline.DefaultLimit, () => { }) },
        { "time", () => _ = new StopDeadline(new StopSignal(), null!, StopDeadline.DefaultLimit, () => { }) },
        { "expired", () => _ = new StopDeadline(new StopSignal(), TimeProvider.System, StopDeadline.DefaultLimit, null!) },
        { "getVariable", () => StopDeadline.LimitFromEnvironment(null!) },
        { "text", () => Shown.Plain(null!) },
        { "text", () => Shown.OneLine(null!) },
        { "text", () => Shown.Cut(null!, 1) },
        { "reason", () => new StopSignal().Request(null!) },
        { "environment", () => Redactor.For(null!, Paths) },
        { "paths", () => Redactor.For([], null!) },
        { "text", () => Redactor.Patterns.Redact(null!) },
        { "name", () => SecretNames.Contains(null!) },
        { "values", () => SecretNames.Redact(null!) },
        { "exception", () => FailureClassifier.Default.KindOf(null!) },
        { "paths", () => FailurePlaceholder.Write(null!) },
        { "metrics", () => MetricDefinitions.ToJson(null!) },
        { "metric", () => new MetricWriter(TextWriter.Null, enabled: false).Write(1, 1, null!, 1) },
        { "uri", () => TrainingImage.IsValid(null!) },
        { "catalog", () => TuningRanges.Of(null!, [], []) },
        { "names", () => TuningRanges.Of(new HyperparameterCatalog([]), null!, []) },
        { "mistakes", () => TuningRanges.Of(new HyperparameterCatalog([]), [], null!) },
        { "paths", () => SageMakerEnvironment.Read(null!, _ => null, new HostHardware(1, 0), []) },
        { "hardware", () => SageMakerEnvironment.Read(Paths, _ => null, null!, []) },
        { "variables", () => ShellLines.Of(null!).ToList() },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Null_IsRefusedByName(string name, Action call) => Should.Throw<ArgumentNullException>(call).ParamName.ShouldBe(name);
}
