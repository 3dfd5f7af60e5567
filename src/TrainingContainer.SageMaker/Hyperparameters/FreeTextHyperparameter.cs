using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>Any text, optionally with a rule of its own. An empty text means "not given": the default.</summary>
/// <param name="name">The name in hyperparameters.json.</param>
/// <param name="default">The value when none is given.</param>
public sealed class FreeTextHyperparameter(string name, string @default) : Hyperparameter<string>(name, @default)
{
    /// <summary>Returns what was expected when the text is not allowed, else null; null allows every text.</summary>
    public Func<string, string?>? Validate { get; init; }

    /// <summary>The texts allowed, for people; "any text" when not said.</summary>
    public string Range { get; init; } = "any text";

    /// <inheritdoc/>
    public override string TypeName => "FreeText";

    /// <inheritdoc/>
    public override string RangeText => Range;

    /// <inheritdoc/>
    public override bool TryRead(DecodedValue value, out string result, out string expected)
    {
        ArgumentNullException.ThrowIfNull(value);
        var refusal = Validate?.Invoke(value.Text);
        expected = refusal ?? Range;
        result = refusal is null ? value.Text : Default;
        return refusal is null;
    }

    // A text that decoding would change (it has quotes or blanks of its own) is protected by one or two layers of JSON quotes.
    internal override string Canonical(string value)
    {
        var text = value;
        for (var layer = 0; layer < DecodedValue.QuotesMax && DecodedValue.Of(text).Text != value; layer++)
            text = JsonSerializer.Serialize(text);
        return text;
    }
}
