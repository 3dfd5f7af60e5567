using TrainingContainer.Data;

namespace TrainingContainer.Training;

/// <summary>How rows become batches.</summary>
/// <param name="LabelColumn">0-based column of the label; negative counts from the end.</param>
/// <param name="ValidationFraction">Share of the training rows that validate when there is no validation channel, in [0, 1).</param>
/// <param name="Split">How these rows are chosen.</param>
/// <param name="BatchSize">Rows in a training step.</param>
/// <param name="StandardizedChannels">Channels of which each is standardized as one; null when each feature is by itself.</param>
public sealed record DataSettings(int LabelColumn, double ValidationFraction, SplitMethod Split, int BatchSize, int? StandardizedChannels)
{
    /// <summary>Features of a row, where the job says it; null when the rows do.</summary>
    public int? FeatureCount { get; init; }

    /// <summary>Classes 0, 1, … of the label, where the job says how many; null when the rows do.</summary>
    public int? ClassCount { get; init; }

    /// <summary>Bytes that rows may take in memory; null for half of what the container has.</summary>
    public long? MemoryBudget { get; init; }

    /// <summary>Rows of a stream among which the next one is drawn at random; null when left to us.</summary>
    public int? ShuffleBuffer { get; init; }

    /// <summary>The longest that a pipe may keep the job waiting.</summary>
    public TimeSpan PipeTimeout { get; init; } = PipeSource.TimeoutDefault;

    /// <summary>The attributes of an augmented manifest, in the order of the records; empty for other data.</summary>
    public IReadOnlyList<string> AttributeNames { get; init; } = [];
}
