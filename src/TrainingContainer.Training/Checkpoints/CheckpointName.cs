using System.Globalization;

namespace TrainingContainer.Training;

/// <summary>A checkpoint's file name: <c>checkpoint-rank0-000042-step1234.safetensors</c>.</summary>
/// <param name="Rank">The host that wrote it: all hosts share one place in S3.</param>
/// <param name="Sequence">Grows by one with each checkpoint of a rank, over all attempts: the highest is the newest.</param>
/// <param name="Step">Optimizer steps done; for people.</param>
internal readonly record struct CheckpointName(int Rank, long Sequence, long Step)
{
    private const string Prefix = "checkpoint-rank";
    private const string StepPrefix = "step";
    private const string Extension = ".safetensors";

    /// <summary>What the names of a rank's checkpoints begin with.</summary>
    public static string PrefixOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{rank}-");

    /// <summary>Reads a name that <see cref="ToString"/> could have written; null for every other.</summary>
    /// <param name="name">Without folder.</param>
    public static CheckpointName? TryParse(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Extension, StringComparison.Ordinal)
            || name.Length < Prefix.Length + Extension.Length
            || name[Prefix.Length..^Extension.Length].Split('-') is not [var rank, var sequence, var step]
            || !step.StartsWith(StepPrefix, StringComparison.Ordinal)
            || !int.TryParse(rank, NumberStyles.None, CultureInfo.InvariantCulture, out var rankNumber)
            || !long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var sequenceNumber)
            || !long.TryParse(step.AsSpan(StepPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var stepNumber))
        {
            return null;
        }
        // one spelling for each: no zeros too many or too few
        var parsed = new CheckpointName(rankNumber, sequenceNumber, stepNumber);
        return sequenceNumber < long.MaxValue && parsed.ToString() == name ? parsed : null;
    }

    /// <summary>The name, without folder.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Rank}-{Sequence:D6}-{StepPrefix}{Step}{Extension}");
}
