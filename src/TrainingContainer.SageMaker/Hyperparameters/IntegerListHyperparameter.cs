using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>
/// A list of integers, in JSON ("[256, 128]"), in Python's spelling ("(256, 128)") or bare ("256,128", "256"). "[]" is the empty
/// list.
/// </summary>
public sealed class IntegerListHyperparameter : Hyperparameter<IReadOnlyList<long>>
{
    /// <summary>Declares a list of integers.</summary>
    /// <param name="name">The name in hyperparameters.json.</param>
    /// <param name="default">The value when none is given.</param>
    /// <param name="min">The smallest element allowed.</param>
    /// <param name="max">The largest element allowed.</param>
    /// <param name="maxCount">The most elements allowed.</param>
    /// <exception cref="ArgumentException">The default is longer than allowed, or one of its elements is out of range.</exception>
    public IntegerListHyperparameter(string name, IReadOnlyList<long> @default, long min, long max, int maxCount)
        : base(name, [.. @default])
    {
        Min = min;
        Max = max;
        MaxCount = maxCount;
        if (Default.Count > maxCount || Default.Any(element => element < min || element > max))
            throw new ArgumentException($"hyperparameter {name}: found the default {DefaultText}, expected {Expected}");
    }

    /// <summary>The smallest element allowed.</summary>
    public long Min { get; }

    /// <summary>The largest element allowed.</summary>
    public long Max { get; }

    /// <summary>The most elements allowed.</summary>
    public int MaxCount { get; }

    /// <inheritdoc/>
    public override string TypeName => "FreeText";

    /// <inheritdoc/>
    public override string RangeText => $"up to {MaxCount} integers, each {NumberRange.Text(Min, Max)}";

    private string Expected => $"a list such as [256, 128] of up to {MaxCount} integers, each {NumberRange.Text(Min, Max)}";

    /// <inheritdoc/>
    public override bool TryRead(DecodedValue value, out IReadOnlyList<long> result, out string expected)
    {
        ArgumentNullException.ThrowIfNull(value);
        expected = Expected;
        result = Default;
        var texts = Elements(value);
        if (texts is null || texts.Count > MaxCount) return false;
        var elements = new long[texts.Count];
        for (var i = 0; i < elements.Length; i++)
            if (!NumberText.TryReadInteger(texts[i], out elements[i]) || elements[i] < Min || elements[i] > Max) return false;
        result = elements;
        return true;
    }

    internal override string Canonical(IReadOnlyList<long> value) => $"[{string.Join(", ", value.Select(NumberText.Of))}]";

    private static IReadOnlyList<string>? Elements(DecodedValue value)
    {
        if (value.Json is not { ValueKind: JsonValueKind.Array } list) return value.Text.Split(',');
        var texts = new List<string>();
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind is not (JsonValueKind.Number or JsonValueKind.String)) return null;
            texts.Add(element.ValueKind == JsonValueKind.String ? element.GetString() ?? "" : element.GetRawText());
        }

        return texts;
    }
}
