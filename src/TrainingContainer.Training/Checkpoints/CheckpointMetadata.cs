using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TrainingContainer.Data;

namespace TrainingContainer.Training;

/// <summary>What a checkpoint says of itself, as JSON in its file's header; the tensors follow.</summary>
public sealed record CheckpointMetadata
{
    /// <summary>The format that this program writes, and the newest that it reads.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 16,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Raised when a reader of an older version would misunderstand the file.</summary>
    [JsonPropertyOrder(-1)]
    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>The training job's name; empty when the service gave none.</summary>
    public required string Job { get; init; }

    /// <summary>When it was taken, by the machine's clock: for people, nothing depends on it.</summary>
    public required DateTimeOffset Taken { get; init; }

    /// <summary>How far training was.</summary>
    public required TrainingPosition Position { get; init; }

    /// <summary>The metrics in the columns of tensor "history", which has a row for each whole epoch.</summary>
    public required IReadOnlyList<string> History { get; init; }

    /// <summary>The epoch of the best weights, 1-based; 0 before the first was measured.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>True when the best weights are those of the model itself; else they are the tensors "best.*".</summary>
    public required bool BestIsCurrent { get; init; }

    /// <summary>The metric that chooses the best.</summary>
    public required string Objective { get; init; }

    /// <summary>CPU threads of libtorch: a resumed job takes the same number, since it changes the last bits.</summary>
    [JsonConverter(typeof(ThreadsConverter))]
    public required int Threads { get; init; }

    /// <summary>"cpu" or "cuda".</summary>
    public required string Device { get; init; }

    /// <summary>Every hyperparameter's effective value; those with secret-looking names are redacted.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The code of a model of one's own, as <see cref="ModelAssembly.Identity"/> tells it; null for a built-in model.</summary>
    public string? CustomModel { get; init; }

    /// <summary>The rows it was trained on.</summary>
    public required DataFingerprint Data { get; init; }

    /// <summary>Of the channels that came in a stream, by name: a resumed job need not measure them again.</summary>
    public IReadOnlyDictionary<string, ChannelStatistics> Streams { get; init; } = new Dictionary<string, ChannelStatistics>();

    /// <summary>Where the time went until then.</summary>
    public required GoodputRecord Goodput { get; init; }

    /// <summary>Of this program and of what it ran on.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>As one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    /// <exception cref="InvalidDataException">A newer program wrote it.</exception>
    public static CheckpointMetadata Parse(string json)
    {
        using (var document = JsonDocument.Parse(json, new() { MaxDepth = Json.MaxDepth }))
        {
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("format_version", out var version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number > CurrentFormat)
            {
                throw new InvalidDataException($"found format version {number}, this program reads up to {CurrentFormat}: a newer version wrote it");
            }
        }
        var metadata = JsonSerializer.Deserialize<CheckpointMetadata>(json, Json) ?? throw new JsonException("found null");
        // what is in a list or a dictionary the serializer does not check
        if (metadata.History.Contains(null!) || metadata.Data.Classes.Contains(null!) || metadata.Data.Channels.Values.Contains(null!) || metadata.Streams.Values.Any(stream => !StatisticsFile.IsUsable(stream)))
            throw new JsonException("found null in history, classes or channels, or statistics of a stream that do not fit together");
        return metadata;
    }
}
