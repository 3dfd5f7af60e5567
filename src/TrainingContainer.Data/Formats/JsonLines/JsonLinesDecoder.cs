using System.Text.Json;

namespace TrainingContainer.Data;

/// <summary>Decodes one JSON value: a row as an array, or an object with features and label.</summary>
/// <param name="options">What the label holds and, in arrays, where it stands.</param>
internal sealed class JsonLinesDecoder(RecordOptions options) : IRecordDecoder
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 16 };

    private readonly bool _hasLabel = options.LabelKind != LabelKind.None;
    private readonly PaddedText _text = new();
    private byte[] _name = [];

    public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
    {
        try
        {
            var reader = new Utf8JsonReader(_text.Copy(record), ReaderOptions);
            reader.Read();
            string? fault = reader.TokenType == JsonTokenType.StartArray ? ReadArray(ref reader, features, ref label) : ReadObject(ref reader, features, ref label);
            if (fault is null)
            {
                // nothing may follow: more than one value throws
                reader.Read();
            }

            return fault;
        }
        catch (Exception exception) when (IsInvalid(exception))
        {
            return Invalid(exception);
        }
    }

    /// <summary>How many features a line has.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Measure(ReadOnlySpan<byte> record, out long size)
    {
        size = 0;
        try
        {
            var reader = new Utf8JsonReader(record, ReaderOptions);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                size = JsonNumbers.Count(reader) - (_hasLabel ? 1 : 0);
                return null;
            }

            JsonTensor tensor = default;
            Utf8JsonReader labelAt = default;
            return Find(ref reader, ref tensor, ref labelAt, out _) ?? tensor.Measure(out size);
        }
        catch (Exception exception) when (IsInvalid(exception))
        {
            return Invalid(exception);
        }
    }

    /// <summary>What the reader throws: text that breaks the grammar, or a string that is no Unicode.</summary>
    private static bool IsInvalid(Exception exception) => exception is JsonException or InvalidOperationException;

    private static string Invalid(Exception exception) => exception is JsonException { BytePositionInLine: long offset } ? RecordFault.Json(offset) : RecordFault.JsonNotUnicode();

    private string? ReadArray(ref Utf8JsonReader reader, Span<float> features, ref RecordLabel label)
    {
        int labelIndex = !_hasLabel ? -1 : options.LabelColumn < 0 ? features.Length + 1 + options.LabelColumn : options.LabelColumn;
        int columns = features.Length + (_hasLabel ? 1 : 0);
        Utf8JsonReader start = reader;
        int column = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; column++)
        {
            string? fault = column >= columns ? RecordFault.Width(JsonNumbers.Count(start) - (_hasLabel ? 1 : 0), features.Length)
                : column == labelIndex ? ReadLabel(ref reader, ref label)
                : JsonNumbers.Read(ref reader, column, out features[_hasLabel && column > labelIndex ? column - 1 : column]);
            if (fault is not null)
            {
                return fault;
            }
        }

        return column != columns ? RecordFault.Width(column - (_hasLabel ? 1 : 0), features.Length) : null;
    }

    private string? ReadObject(ref Utf8JsonReader reader, Span<float> features, ref RecordLabel label)
    {
        JsonTensor tensor = default;
        Utf8JsonReader labelAt = default;
        string? fault = Find(ref reader, ref tensor, ref labelAt, out bool hasLabel) ?? tensor.Read(features);
        return fault ?? (!_hasLabel ? null : hasLabel ? ReadLabel(ref labelAt, ref label) : RecordFault.LabelMissing());
    }

    /// <summary>Finds features and label in an object, or in the object that is its "data", and goes to its end.</summary>
    private static string? Find(ref Utf8JsonReader reader, ref JsonTensor tensor, ref Utf8JsonReader labelAt, out bool hasLabel)
    {
        hasLabel = false;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return RecordFault.JsonToken("line", JsonNumbers.Found(ref reader), "an array or an object");
        }

        bool hasFeatures = false;
        int depth = 1;
        while (depth > 0 && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                depth--;
                continue;
            }

            if (reader.ValueTextEquals("features"u8))
            {
                if (hasFeatures)
                {
                    return RecordFault.JsonTwice("features");
                }

                hasFeatures = true;
                reader.Read();
                if (tensor.Find(ref reader) is string fault)
                {
                    return fault;
                }
            }
            else if (reader.ValueTextEquals("label"u8))
            {
                if (hasLabel)
                {
                    return RecordFault.JsonTwice("label");
                }

                hasLabel = true;
                reader.Read();
                labelAt = reader;
                reader.Skip();
            }
            else if (depth == 1 && reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    depth++;
                }
                else
                {
                    reader.Skip();
                }
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return hasFeatures ? null : RecordFault.JsonToken("line", "an object without \"features\"", "features");
    }

    private string? ReadLabel(scoped ref Utf8JsonReader reader, ref RecordLabel label)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetDouble(out double number) && double.IsFinite(number):
                label.SetNumber(number);
                return null;
            case JsonTokenType.String:
                return LabelText.Read(Unescaped(ref reader), options.LabelKind, ref label);
            case JsonTokenType.Null:
                return RecordFault.LabelMissing();
            default:
                return RecordFault.JsonToken("label", JsonNumbers.Found(ref reader), "a finite number or a name");
        }
    }

    private ReadOnlySpan<byte> Unescaped(scoped ref Utf8JsonReader reader)
    {
        int length = reader.ValueSpan.Length;
        if (_name.Length < length)
        {
            _name = new byte[Math.Max(64, length)];
        }

        return _name.AsSpan(0, reader.CopyString(_name));
    }
}
