using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What a model.json says that is needed to continue from the model; members that are not known are passed over.</summary>
public sealed record SavedModel
{
    /// <summary>The longest model.json: 256 MiB, more than a million features take.</summary>
    public const int SizeMaxBytes = 256 << 20;

    /// <summary>The most classes, as of a channel.</summary>
    public const int ClassesMax = 100_000;

    private const string Fix = "give the job a model that this program made, as it made it";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = 32,
        AllowDuplicateProperties = false,
    };

    /// <summary>What the label is.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>Class names in the order of the outputs; empty for regression.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>How a regression's label was standardized; null for classification.</summary>
    public required TargetScale? Target { get; init; }

    /// <summary>How rows were standardized.</summary>
    public required FeatureDescription Features { get; init; }

    /// <summary>The layers of a built-in network, first to last; empty for a user's own model.</summary>
    public required IReadOnlyList<Layer> Layers { get; init; }

    /// <summary>The assembly of a user's own model; null for a built-in network.</summary>
    public required string? CustomAssembly { get; init; }

    /// <summary>The hyperparameters of the job that made it, in their canonical spelling.</summary>
    public required IReadOnlyDictionary<string, string> Hyperparameters { get; init; }

    /// <summary>Reads the file.</summary>
    /// <param name="path">Of untrusted content.</param>
    /// <param name="where">How mistakes call it.</param>
    /// <param name="mistakes">Where is added what makes it unusable.</param>
    /// <returns>The model; null after a mistake.</returns>
    /// <exception cref="IOException">It can't be read.</exception>
    public static SavedModel? Read(string path, string where, ICollection<Mistake> mistakes)
    {
        try
        {
            PathKind.RequireFile(path);
            using var stream = File.OpenRead(path);
            if (stream.Length > SizeMaxBytes)
                mistakes.Add(new(where, $"found {stream.Length} bytes, expected at most {SizeMaxBytes}", Fix));
            else if (JsonSerializer.Deserialize<Document>(stream, Json) is { } document)
                return Checked(document, where, mistakes);
            else
                mistakes.Add(new(where, "found null, expected a JSON object", Fix));
        }
        catch (JsonException exception)
        {
            mistakes.Add(new(where, $"found what this program does not write: {Shown.OneLine(exception.Message).TrimEnd('.')}", Fix));
        }
        return null;
    }

    private static SavedModel? Checked(Document document, string where, ICollection<Mistake> mistakes)
    {
        if (document.FormatVersion is not (>= 1 and <= ModelDescription.FormatVersionCurrent))
        {
            mistakes.Add(new(where, $"found format_version {document.FormatVersion?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}, expected 1 to {ModelDescription.FormatVersionCurrent}",
                document.FormatVersion > ModelDescription.FormatVersionCurrent ? "use the version of this container that made the model, or a newer one" : Fix));
            return null;
        }
        var before = mistakes.Count;
        void Refuse(string what) => mistakes.Add(new(where, what, Fix));

        if (!Enum.TryParse<TaskKind>(document.Task, ignoreCase: true, out var task) || !Enum.IsDefined(task))
            Refuse($"found the task {Shown.Quoted(document.Task ?? "")}, expected classification or regression");
        var features = document.Features;
        if (features is not { Means: not null, StandardDeviations: not null } || features.Count < 1
            || features.Means.Count != features.Count || features.StandardDeviations.Count != features.Count
            || !features.Means.All(float.IsFinite) || !features.StandardDeviations.All(deviation => float.IsFinite(deviation) && deviation > 0))
        {
            Refuse("found no features, or not one finite mean and one standard deviation above 0 for each");
        }
        string[] classes = [.. document.Classes?.OfType<string>() ?? []];
        if (classes.Length != (document.Classes?.Count ?? 0) || classes.Distinct().Count() != classes.Length || (task == TaskKind.Classification && classes.Length == 0))
            Refuse("found no classes, or one twice");
        if (classes.Length > ClassesMax)
            Refuse($"found {classes.Length} classes, expected at most {ClassesMax}");
        if (task == TaskKind.Regression && !(document.Target is { StandardDeviation: > 0 } target && double.IsFinite(target.Mean) && double.IsFinite(target.StandardDeviation)))
            Refuse("found no finite mean and standard deviation of the target");
        var layers = document.Architecture?.Layers ?? [];
        if (layers.Any(layer => layer?.Type is null || layer.Arguments is null))
            Refuse("found a layer without type or arguments");
        return mistakes.Count > before ? null : new()
        {
            Task = task,
            Classes = task == TaskKind.Classification ? classes : [],
            Target = task == TaskKind.Regression ? document.Target : null,
            Features = features!,
            Layers = layers!,
            CustomAssembly = document.Architecture?.CustomModel is { } custom ? custom.Assembly ?? "" : null,
            Hyperparameters = document.Hyperparameters?.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal) ?? [],
        };
    }

    private sealed record Document(
        int? FormatVersion, string? Task, Network? Architecture, IReadOnlyList<string?>? Classes, TargetScale? Target, FeatureDescription? Features,
        Dictionary<string, string?>? Hyperparameters);

    private sealed record Network(IReadOnlyList<Layer?>? Layers, Custom? CustomModel);

    private sealed record Custom(string? Assembly);
}
