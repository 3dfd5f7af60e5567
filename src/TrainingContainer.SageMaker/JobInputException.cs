namespace TrainingContainer.SageMaker;

/// <summary>The job cannot start as it was asked for. It carries every mistake found, so that one run shows them all.</summary>
/// <param name="mistakes">At least one.</param>
public sealed class JobInputException(IReadOnlyList<Mistake> mistakes) : Exception(Describe(mistakes))
{
    /// <summary>Every mistake, in the order in which they were found.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; } = [.. mistakes];

    private static string Describe(IReadOnlyList<Mistake> mistakes)
    {
        ArgumentNullException.ThrowIfNull(mistakes);
        return mistakes.Count switch
        {
            0 => throw new ArgumentException("A JobInputException needs at least one mistake.", nameof(mistakes)),
            1 => mistakes[0].ToString(),
            _ => $"{mistakes.Count} mistakes:\n- {string.Join("\n- ", mistakes)}",
        };
    }
}
