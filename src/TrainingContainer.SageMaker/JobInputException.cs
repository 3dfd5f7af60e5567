namespace TrainingContainer.SageMaker;

/// <summary>The job cannot start as it was asked for. It carries every mistake found, so that one run shows them all.</summary>
/// <param name="mistakes">At least one; what one folder refuses becomes one mistake.</param>
public sealed class JobInputException(IReadOnlyList<Mistake> mistakes) : Exception(Describe(mistakes))
{
    /// <summary>Every mistake, in the order in which they were found.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; } = NoPermission.Merged(mistakes);

    /// <summary>What failure they are together: a user error as soon as one of them is.</summary>
    public FailureKind Kind => Mistakes.All(mistake => mistake.Kind == FailureKind.InputOutput) ? FailureKind.InputOutput : FailureKind.UserError;

    private static string Describe(IReadOnlyList<Mistake> mistakes)
    {
        ArgumentNullException.ThrowIfNull(mistakes);
        mistakes = NoPermission.Merged(mistakes);
        return mistakes.Count switch
        {
            0 => throw new ArgumentException("A JobInputException needs at least one mistake.", nameof(mistakes)),
            1 => mistakes[0].ToString(),
            _ => $"{mistakes.Count} mistakes:\n- {string.Join("\n- ", mistakes)}",
        };
    }
}
