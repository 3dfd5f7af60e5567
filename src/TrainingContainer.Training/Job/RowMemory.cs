using System.Globalization;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// Whether the rows of a batch fit, where those of a channel do not: memory_budget covers them too, down to a size that every job may take.
/// </summary>
internal static class RowMemory
{
    /// <summary>What a job may take for batches, however small its budget is: 512 MiB.</summary>
    public const long BytesAlwaysAllowed = 512L << 20;

    /// <summary>Two batches of a stream, and the tensor that is trained on.</summary>
    private const int BatchesInMemory = 3;

    /// <summary>Looks before anything of that size is made.</summary>
    /// <param name="settings">Batches and budget.</param>
    /// <param name="channel">Whose rows, for the message.</param>
    /// <param name="features">Of a row.</param>
    /// <exception cref="JobInputException">They do not fit.</exception>
    public static void Check(TrainingSettings settings, string channel, int features)
    {
        if (MistakeOf(settings, channel, features) is { } mistake)
            throw new JobInputException([mistake]);
    }

    /// <summary>Why they do not fit; null when they do.</summary>
    /// <inheritdoc cref="Check"/>
    public static Mistake? MistakeOf(TrainingSettings settings, string channel, int features)
    {
        var budget = settings.Data.MemoryBudget ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        var needed = BatchesInMemory * (long)sizeof(float) * settings.Data.BatchSize * features;
        return needed <= Math.Max(budget, BytesAlwaysAllowed) ? null : new(
            $"channel {channel}",
            string.Create(CultureInfo.InvariantCulture,
                $"found rows of {features} features, of which {BatchesInMemory} batches of {settings.Data.BatchSize} take {needed / 1e6:0} MB, expected at most the memory_budget of {budget / 1e6:0} MB (or {BytesAlwaysAllowed / 1e6:0} MB, which every job may take)"),
            "use a smaller batch_size, fewer features, or a larger memory_budget");
    }
}
