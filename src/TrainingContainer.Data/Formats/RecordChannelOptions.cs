namespace TrainingContainer.Data;

/// <summary>How to read a channel of any format into memory.</summary>
public sealed record RecordChannelOptions
{
    /// <summary>The channel's name, for messages.</summary>
    public required string ChannelName { get; init; }

    /// <summary>What to make of a record.</summary>
    public RecordOptions Records { get; init; } = new();

    /// <summary>The classes that may occur, e.g. the training channel's: any other is an error. Null: the classes are what the channel holds.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The number of features that rows must have, e.g. the training channel's. Null: as many as the first row has.</summary>
    public int? FeatureCount { get; init; }

    /// <summary>Take no more rows than this, the first ones: a sample. At least 1. Null: all rows. <see cref="Table.IsSample"/> says whether rows are left.</summary>
    public int? RowsMax { get; init; }

    /// <summary>Stop when the rows take more bytes than this, at 4 per feature and label: what was read until then counts as a sample, even if it is all. Null: all rows.</summary>
    public long? MemoryBytesMax { get; init; }

    /// <summary>Threads, 1 to <see cref="BatchStreamOptions.ThreadsMax"/>. The result is the same for any number. Default: one per processor.</summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, BatchStreamOptions.ThreadsMax);
}
