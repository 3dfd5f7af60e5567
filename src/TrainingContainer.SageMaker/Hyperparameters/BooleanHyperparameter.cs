namespace TrainingContainer.SageMaker;

/// <summary>
/// Yes or no: <c>true</c>, <c>1</c>, <c>yes</c> or <c>false</c>, <c>0</c>, <c>no</c> in any letter case, so Python's <c>True</c>
/// too.
/// </summary>
/// <param name="name">The name in hyperparameters.json.</param>
/// <param name="default">The value when none is given.</param>
public sealed class BooleanHyperparameter(string name, bool @default) : Hyperparameter<bool>(name, @default)
{
    private static readonly string[] Names = ["true", "false"];

    /// <inheritdoc/>
    public override string TypeName => "Categorical";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Choices => Names;

    /// <inheritdoc/>
    public override string RangeText => "true, false";

    /// <inheritdoc/>
    public override bool TryRead(DecodedValue value, out bool result, out string expected)
    {
        ArgumentNullException.ThrowIfNull(value);
        expected = "true or false";
        var read = value.Text.Trim().ToLowerInvariant() switch
        {
            "true" or "1" or "yes" => true,
            "false" or "0" or "no" => false,
            _ => (bool?)null,
        };
        result = read ?? Default;
        return read is not null;
    }

    internal override string Canonical(bool value) => value ? "true" : "false";
}
