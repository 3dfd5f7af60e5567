using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What there is to say of a job before it trains.</summary>
public sealed record ValidationReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether training would start.</summary>
    [JsonPropertyOrder(-1)]
    public bool Ok => Mistakes.Count == 0;

    /// <summary>Everything that is wrong.</summary>
    public required IReadOnlyList<Mistake> Mistakes { get; init; }

    /// <summary>What may not be meant so, and what could not be checked.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>"classification" or "regression".</summary>
    public required string Task { get; init; }

    /// <summary>The channels that could be read.</summary>
    public required IReadOnlyList<SampledChannel> Channels { get; init; }

    /// <summary>Where training would happen and why; null when that is a mistake.</summary>
    public required string? Device { get; init; }

    /// <summary>The network; null when a mistake hides it.</summary>
    public required ValidatedModel? Model { get; init; }

    /// <summary>Every hyperparameter's effective value; where the value given is a mistake, the default.</summary>
    public required IReadOnlyDictionary<string, string> Hyperparameters { get; init; }

    /// <summary>One JSON object, names in snake_case; a mistake has the members where, what and fix.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
