using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>The element types of the safetensors format, by their names there.</summary>
internal static class SafetensorsTypes
{
    private static readonly (string Name, ScalarType Type, int Bytes)[] All =
    [
        ("F32", ScalarType.Float32, 4), ("I64", ScalarType.Int64, 8), ("F64", ScalarType.Float64, 8), ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2), ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    /// <exception cref="ArgumentException">The format has no such type.</exception>
    public static string NameOf(ScalarType type)
    {
        var found = Array.FindIndex(All, known => known.Type == type);
        return found >= 0 ? All[found].Name
            : throw new ArgumentException($"found a tensor of {type}, expected one of real numbers, integers or booleans");
    }

    /// <summary>The type of a name and the bytes of an element; null for a name that is none of these.</summary>
    public static (ScalarType Type, int Bytes)? Of(string? name)
    {
        var found = Array.FindIndex(All, known => known.Name == name);
        return found >= 0 ? (All[found].Type, All[found].Bytes) : null;
    }
}
