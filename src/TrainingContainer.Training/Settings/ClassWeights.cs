using System.Globalization;
using System.Text.Json;

namespace TrainingContainer.Training;

/// <summary>The weight of each class in a classification loss: none, balanced, or given one by one.</summary>
public sealed class ClassWeights
{
    /// <summary>Every class counts the same.</summary>
    public static readonly ClassWeights None = new(false, []);

    /// <summary>Rows / (classes × rows of the class), as scikit-learn's <c>class_weight="balanced"</c>.</summary>
    public static readonly ClassWeights Balanced = new(true, []);

    private readonly bool _balanced;

    private ClassWeights(bool balanced, double[] given) => (_balanced, Given) = (balanced, given);

    /// <summary>The weights as given, in the order of the classes; empty for none and balanced.</summary>
    public IReadOnlyList<double> Given { get; }

    /// <summary>True when all classes count the same.</summary>
    public bool IsNone => !_balanced && Given.Count == 0;

    /// <summary>Reads "none", "balanced" or a JSON list of positive numbers.</summary>
    /// <returns>Null when <paramref name="text"/> is none of these.</returns>
    public static ClassWeights? TryParse(string text)
    {
        switch (text.Trim().ToLowerInvariant())
        {
            case "none": return None;
            case "balanced": return Balanced;
        }
        try
        {
            var given = JsonSerializer.Deserialize<double[]>(text);
            return given is { Length: > 0 } && given.All(weight => float.IsFinite((float)weight) && (float)weight > 0) ? new(false, given) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The weights for the classes of the training rows; a class without any weighs 1.</summary>
    /// <param name="counts">Rows of each class.</param>
    /// <returns>One weight per class, or null when all count the same.</returns>
    public float[]? For(ReadOnlySpan<long> counts)
    {
        if (IsNone)
            return null;
        var weights = new float[counts.Length];
        if (_balanced)
        {
            long total = 0;
            foreach (var count in counts)
                total += count;
            for (var c = 0; c < weights.Length; c++)
                weights[c] = counts[c] == 0 ? 1 : (float)((double)total / (counts.Length * (double)counts[c]));
            return weights;
        }
        for (var c = 0; c < weights.Length; c++)
            weights[c] = (float)Given[c];
        return weights;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        _balanced ? "balanced" : Given.Count == 0 ? "none" : $"[{string.Join(", ", Given.Select(w => w.ToString("R", CultureInfo.InvariantCulture)))}]";
}
