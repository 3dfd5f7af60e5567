using TrainingContainer.Data;

namespace TrainingContainer.Training;

/// <summary>A channel as it was read: rows that are found by their index, or what must be known of those of a stream.</summary>
/// <param name="Name">The channel's.</param>
internal sealed record ChannelRows(string Name)
{
    /// <summary>Rows in memory, or in a cache file; null for a stream.</summary>
    public Table? Table { get; init; }

    /// <summary>Of the rows of a stream; null otherwise.</summary>
    public ChannelStatistics? Stream { get; init; }

    /// <summary>Opens the stream of the next pass; null when the rows are in reach.</summary>
    public Func<BatchStreamOptions, CancellationToken, BatchStream>? Pass { get; init; }

    /// <summary>What is known of the rows without looking at them.</summary>
    public ChannelSummary Summary => Table?.Summary ?? Stream!.Summary;
}
