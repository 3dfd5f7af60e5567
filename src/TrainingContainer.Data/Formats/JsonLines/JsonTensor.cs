using System.Text.Json;

namespace TrainingContainer.Data;

/// <summary>
/// The features of a JSON object: an array of numbers, or an object with "values" and, when sparse, "keys" and "shape" (AWS, "Common data
/// formats for inference"). Holds readers at the arrays' starts instead of their content.
/// </summary>
internal ref struct JsonTensor
{
    private Utf8JsonReader _values;
    private Utf8JsonReader _keys;
    private Utf8JsonReader _shape;
    private bool _hasValues;
    private bool _hasKeys;
    private bool _hasShape;

    /// <summary>Finds the arrays and goes to the end of the value.</summary>
    /// <param name="reader">At the value.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Find(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            _values = reader;
            _hasValues = true;
            reader.Skip();
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return RecordFault.JsonToken("features", JsonNumbers.Found(ref reader), "an array of numbers");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string? fault = reader.ValueTextEquals("values"u8) ? Keep(ref reader, "values", ref _values, ref _hasValues)
                : reader.ValueTextEquals("keys"u8) ? Keep(ref reader, "keys", ref _keys, ref _hasKeys)
                : reader.ValueTextEquals("shape"u8) ? Keep(ref reader, "shape", ref _shape, ref _hasShape)
                : Pass(ref reader);
            if (fault is not null)
            {
                return fault;
            }
        }

        return _hasValues ? null : RecordFault.JsonToken("features", "an object without \"values\"", "an array of numbers, or \"values\"");
    }

    /// <summary>How many features there are.</summary>
    /// <param name="size">Their number: of the values, or what the shape says of sparse ones.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public readonly string? Measure(out long size)
    {
        size = JsonNumbers.Count(_values);
        if (!_hasKeys)
        {
            return _hasShape ? Volume(out long volume) ?? (volume == size ? null : RecordFault.ShapeAndValues(volume, size)) : null;
        }

        long keys = JsonNumbers.Count(_keys);
        return keys != size ? RecordFault.SparseCounts(keys, size) : !_hasShape ? RecordFault.SparseWithoutShape() : Volume(out size);
    }

    /// <summary>Takes all features; those that a sparse tensor leaves out are 0.</summary>
    public readonly string? Read(Span<float> features)
    {
        if (!_hasKeys && !_hasShape)
        {
            return JsonNumbers.Read(_values, features);
        }

        string? fault = Measure(out long size);
        return fault is not null ? fault
            : size != features.Length ? RecordFault.Width(size, features.Length)
            : _hasKeys ? ReadSparse(features)
            : JsonNumbers.Read(_values, features);
    }

    private readonly string? ReadSparse(Span<float> features)
    {
        features.Clear();
        Utf8JsonReader keys = _keys;
        Utf8JsonReader values = _values;
        while (keys.Read() && keys.TokenType != JsonTokenType.EndArray && values.Read())
        {
            if (JsonNumbers.ReadIndex(ref keys, "keys", out ulong key) is string keyFault)
            {
                return keyFault;
            }

            if (key >= (ulong)features.Length)
            {
                return RecordFault.KeyOutside(key, features.Length);
            }

            if (JsonNumbers.Read(ref values, (long)key, out features[(int)key]) is string fault)
            {
                return fault;
            }
        }

        return null;
    }

    private readonly string? Volume(out long volume)
    {
        UInt128 product = 1;
        Utf8JsonReader shape = _shape;
        volume = 0;
        while (shape.Read() && shape.TokenType != JsonTokenType.EndArray)
        {
            if (JsonNumbers.ReadIndex(ref shape, "shape", out ulong length) is string fault)
            {
                return fault;
            }

            product = UInt128.Min(product * length, long.MaxValue);
        }

        volume = (long)product;
        return null;
    }

    private static string? Keep(ref Utf8JsonReader reader, string name, ref Utf8JsonReader array, ref bool isThere)
    {
        reader.Read();
        if (isThere)
        {
            return RecordFault.JsonTwice(name);
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return RecordFault.JsonToken(name, JsonNumbers.Found(ref reader), "an array of numbers");
        }

        array = reader;
        isThere = true;
        reader.Skip();
        return null;
    }

    private static string? Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
        return null;
    }
}
