using System.Text.Json;

namespace TrainingContainer.Data;

/// <summary>Numbers in JSON text that <see cref="PaddedText"/> holds. What reads an array gets a reader that stands at its start, by value: so an array can be looked at twice.</summary>
internal static class JsonNumbers
{
    /// <summary>How many elements an array has.</summary>
    /// <param name="array">At the array's start.</param>
    public static long Count(Utf8JsonReader array)
    {
        long count = 0;
        while (array.Read() && array.TokenType != JsonTokenType.EndArray)
        {
            count++;
            array.Skip();
        }

        return count;
    }

    /// <summary>Reads an array of numbers into features, from the first.</summary>
    /// <param name="array">At the array's start.</param>
    /// <param name="features">Receives them; NaN for null.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Read(Utf8JsonReader array, Span<float> features)
    {
        int count = 0;
        while (array.Read() && array.TokenType != JsonTokenType.EndArray)
        {
            if (count == features.Length)
            {
                return RecordFault.Width(count + 1 + Rest(array), features.Length);
            }

            if (Read(ref array, count, out features[count]) is string fault)
            {
                return fault;
            }

            count++;
        }

        return count == features.Length ? null : RecordFault.Width(count, features.Length);
    }

    /// <summary>Reads one number that stands for a feature.</summary>
    /// <param name="element">At the number.</param>
    /// <param name="index">Which feature, from 0, for messages.</param>
    /// <param name="value">The number; NaN for null.</param>
    public static string? Read(ref Utf8JsonReader element, long index, out float value)
    {
        value = float.NaN;
        if (element.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (element.TokenType != JsonTokenType.Number)
        {
            return RecordFault.JsonToken($"feature {index} (from 0)", Found(ref element), "a number or null");
        }

        return PaddedText.TryRead(element.ValueSpan, out value) || (element.TryGetSingle(out value) && !float.IsInfinity(value)) ? null : RecordFault.Infinite(index);
    }

    /// <summary>Reads one index or length.</summary>
    /// <param name="element">At the number.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="value">The number, at least 0.</param>
    public static string? ReadIndex(ref Utf8JsonReader element, string what, out ulong value)
    {
        value = 0;
        return element.TokenType == JsonTokenType.Number && element.TryGetUInt64(out value) ? null
            : RecordFault.JsonToken(what, Found(ref element), "whole numbers from 0");
    }

    /// <summary>What a reader stands at, for messages.</summary>
    public static string Found(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => DataError.Shown(reader.ValueSpan),
        _ => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
    };

    private static long Rest(Utf8JsonReader element)
    {
        element.Skip();
        return Count(element);
    }
}
