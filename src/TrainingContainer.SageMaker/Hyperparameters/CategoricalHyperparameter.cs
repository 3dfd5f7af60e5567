using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>
/// One of a few named choices: the names of an enum in snake_case (BinaryCrossEntropy is <c>binary_cross_entropy</c>), in any
/// letter case.
/// </summary>
/// <typeparam name="TEnum">The enum whose names are the choices.</typeparam>
public sealed class CategoricalHyperparameter<TEnum> : Hyperparameter<TEnum>
    where TEnum : struct, Enum
{
    private static readonly TEnum[] Values = Enum.GetValues<TEnum>();
    private static readonly string[] Names = [.. Values.Select(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()))];

    /// <summary>Declares a categorical hyperparameter.</summary>
    /// <param name="name">The name in hyperparameters.json.</param>
    /// <param name="default">The value when none is given.</param>
    /// <exception cref="ArgumentException">The default is none of the enum's named values.</exception>
    public CategoricalHyperparameter(string name, TEnum @default)
        : base(name, @default)
    {
        if (!Values.Contains(@default))
            throw new ArgumentException($"hyperparameter {name}: found the default {@default}, expected {Expected}");
    }

    /// <inheritdoc/>
    public override string TypeName => "Categorical";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Choices => Names;

    /// <inheritdoc/>
    public override string RangeText => string.Join(", ", Names);

    private static string Expected => $"one of {string.Join(", ", Names)}";

    /// <inheritdoc/>
    public override bool TryRead(DecodedValue value, out TEnum result, out string expected)
    {
        ArgumentNullException.ThrowIfNull(value);
        expected = Expected;
        var text = value.Text.Trim();
        var index = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        result = index < 0 ? Default : Values[index];
        return index >= 0;
    }

    internal override string Canonical(TEnum value) => Names[Array.IndexOf(Values, value)];
}
