namespace TrainingContainer.Data;

/// <summary>How a stream is made into batches.</summary>
public sealed record BatchStreamOptions
{
    /// <summary>The most threads that are of use: memory grows with them.</summary>
    public const int ThreadsMax = 32;

    /// <summary>The largest shuffle buffer, in rows.</summary>
    public const int ShuffleBufferMax = 100_000_000;

    /// <summary>What to make of a record.</summary>
    public RecordOptions Records { get; init; } = new();

    /// <summary>Rows per batch, at least 1; the last one of a pass may have fewer.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The classes in the order of their indexes, where the label is a class: any other is an error.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Features of a row, at least 1. Null: as many as the first record has.</summary>
    public int? FeatureCount { get; init; }

    /// <summary>
    /// Rows among which the next one is drawn at random, 0 to <see cref="ShuffleBufferMax"/>; 0 or 1 = the order of the stream. All of them are in memory.
    /// </summary>
    public int ShuffleBuffer { get; init; }

    /// <summary>Which draws: (seed, purpose, epoch). Without meaning when nothing is shuffled.</summary>
    public RandomKey ShuffleKey { get; init; }

    /// <summary>
    /// 0-based batch to begin with: those before are passed over as fast as records can be found, and what comes is exactly what an
    /// uninterrupted pass would have given from there.
    /// </summary>
    public long FirstBatch { get; init; }

    /// <summary>Threads that read and decode, 1 to <see cref="ThreadsMax"/>. The batches are the same for any number. Default: one per processor.</summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, ThreadsMax);

    /// <summary>
    /// Bytes of a batch's features after which it has no more rows, as far as one row fits; null where each has <see cref="BatchSize"/>
    /// rows.
    /// </summary>
    internal int? BatchBytesMax { get; init; }

    /// <summary>Collects the classes where any may occur, instead of <see cref="Classes"/>: labels are its preliminary indexes.</summary>
    internal FoundClasses? FoundClasses { get; init; }

    /// <summary>Bytes of the stream that a thread decodes at a time. For tests: the batches never depend on it.</summary>
    internal int BlockBytes { get; init; } = 256 << 10;
}
