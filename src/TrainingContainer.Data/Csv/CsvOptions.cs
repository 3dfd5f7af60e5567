namespace TrainingContainer.Data;

/// <summary>How to read a CSV channel.</summary>
public sealed record CsvOptions
{
    /// <summary>What the label column holds. Default: a class.</summary>
    public LabelKind LabelKind { get; init; } = LabelKind.Class;

    /// <summary>0-based column of the label; negative counts from the end (-1 is the last). Ignored without labels. Default: 0, the first.</summary>
    public int LabelColumn { get; init; }

    /// <summary>Threads that parse, at least 1. The result is the same for any number. Default: one per processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes that one row may take, 1 to 1 GiB. Longer is an error, found without holding more than that. Default: 64 MiB.</summary>
    public long LineLengthMax { get; init; } = 64 << 20;

    /// <summary>
    /// The classes that may occur, e.g. the training channel's: any other is an error, and class indexes are those of this list. Null: the
    /// classes are what the channel holds.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The number of features that rows must have, e.g. the training channel's. Null: as many as the first row has.</summary>
    public int? FeatureCount { get; init; }

    /// <summary>
    /// Take no more rows than this, the first ones, and look at nothing behind them: a sample. At least 1. Null: all rows. Given a row limit
    /// or a text limit, <see cref="Table.IsSample"/> says whether rows may be left.
    /// </summary>
    public long? RowsMax { get; init; }

    /// <summary>
    /// Begin no further piece of a file after this many bytes of (decompressed) text: a sample that stays small also where rows are long. What
    /// is read ends with the row in which a piece of 256 KiB ends, so a little later; the same for any number of threads. At least 1. Null: all text.
    /// </summary>
    public long? TextBytesMax { get; init; }

    /// <summary>Stop when the rows take more bytes than this, at 4 per feature and label: what was read until then counts as a sample, even if it is all. Null: all rows.</summary>
    public long? MemoryBytesMax { get; init; }

    /// <summary>The channel's name for messages. Null: messages start with the file.</summary>
    public string? ChannelName { get; init; }

    /// <summary>Bytes of text that a thread parses at a time; null: chosen from the number of threads. For tests: the result never depends on it.</summary>
    internal int? PieceBytes { get; init; }
}
