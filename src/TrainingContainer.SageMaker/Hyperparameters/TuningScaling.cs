namespace TrainingContainer.SageMaker;

/// <summary>The scales on which automatic model tuning can search a range (HyperParameterScalingType of the API).</summary>
internal static class TuningScaling
{
    private static readonly string[] Known = ["Auto", "Linear", "Logarithmic", "ReverseLogarithmic"];

    /// <summary>The scaling itself.</summary>
    /// <exception cref="ArgumentException">The API knows no such scaling.</exception>
    public static string Checked(string scaling) =>
        Known.Contains(scaling) ? scaling : throw new ArgumentException($"found \"{scaling}\", expected one of {string.Join(", ", Known)}");
}
