using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrainingContainer.Training;

/// <summary>Reads the threads of a checkpoint: a number, or, as checkpoints had them while BLAS had threads of its own, an object of two numbers.</summary>
internal sealed class ThreadsConverter : JsonConverter<int>
{
    /// <inheritdoc/>
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return reader.GetInt32();
        using var pair = JsonDocument.ParseValue(ref reader);
        return Math.Max(Of(pair.RootElement, "torch"), Of(pair.RootElement, "blas"));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    private static int Of(JsonElement pair, string name) =>
        pair.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var threads)
            ? threads
            : throw new JsonException($"found threads without {name}");
}
