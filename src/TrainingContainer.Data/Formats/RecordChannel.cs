namespace TrainingContainer.Data;

/// <summary>
/// Reads a channel of any <see cref="RecordFormat"/> into memory: the same rows, in the same order, as a <see cref="BatchStream"/> gives.
/// For text/csv <see cref="CsvChannel"/> is faster and names rows and columns as an editor counts them.
/// </summary>
public static class RecordChannel
{
    private const int BatchSizeMax = 1 << 10;

    /// <summary>Of the features of a batch, as far as one row fits: several batches are in memory at a time.</summary>
    private const int BatchBytes = 8 << 20;

    /// <summary>Reads every data file under a channel's directory, in the order of <see cref="CsvChannel.ListFiles"/>.</summary>
    /// <param name="directory">The channel's directory.</param>
    /// <param name="format">What the files hold.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellation">Stops reading within moments.</param>
    /// <exception cref="DataException">There are no records, or the data cannot be used; the first problem in the order of files and records.</exception>
    public static Table Read(string directory, RecordFormat format, RecordChannelOptions options, CancellationToken cancellation) =>
        Read(() => new FileSource(options.ChannelName, directory), format, options, cancellation);

    /// <summary>Reads a source that can be read twice, where a first pass is needed to know how many features there are.</summary>
    /// <param name="source">Begins a pass.</param>
    /// <param name="format">What it holds.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellation">Stops reading within moments.</param>
    /// <exception cref="DataException">There are no records, or the data cannot be used; the first problem in the order of the records.</exception>
    public static Table Read(Func<RecordSource> source, RecordFormat format, RecordChannelOptions options, CancellationToken cancellation) =>
        Read(source(), format, WithWidth(source, format, options, cancellation), cancellation);

    /// <summary>Reads a source once.</summary>
    /// <param name="source">Files, or the pipe of an epoch.</param>
    /// <param name="format">What it holds.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellation">Stops reading within moments.</param>
    /// <exception cref="DataException">There are no records, or the data cannot be used; the first problem in the order of the records.</exception>
    public static Table Read(RecordSource source, RecordFormat format, RecordChannelOptions options, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RowsMax ?? 1, 1, nameof(options));
        if (format.IsWidthOfAll && options.FeatureCount is null)
            throw DataError.WidthUnknown(new DataPlace(options.ChannelName), format.MediaType);
        var found = options is { Records.LabelKind: LabelKind.Class, Classes: null } ? new FoundClasses() : null;
        using var stream = new BatchStream(source, format, Options(options, found), cancellation);
        FeatureMatrix? features = null;
        var labels = new BlockList<float>();
        bool isSample = false;
        for (RecordBatch? batch = stream.Next(); batch is not null; batch = stream.Next())
        {
            features ??= new FeatureMatrix(batch.FeatureCount);
            int rows = (int)Math.Min(batch.RowCount, (options.RowsMax ?? long.MaxValue) - features.RowCount);
            if (features.RowCount > 0 && BytesOf(features.RowCount + rows, features.ColumnCount) > options.MemoryBytesMax)
            {
                isSample = true;
                break;
            }

            features.Append(batch.Features[..(rows * batch.FeatureCount)]);
            labels.Append(batch.Labels[..rows]);
            if (features.RowCount == options.RowsMax)
            {
                isSample = rows < batch.RowCount || HasMore(stream);
                break;
            }

            if (BytesOf(features.RowCount, features.ColumnCount) > options.MemoryBytesMax)
            {
                isSample = true;
                break;
            }

            if (features.RowCount > Array.MaxLength)
            {
                throw DataError.TooManyRows(new DataPlace(options.ChannelName), Array.MaxLength);
            }
        }

        Table table = features is null
            ? throw Empty(source, options)
            : Build(features, labels.MoveToArray(cancellation), options, found);
        table.IsSample = isSample;
        return table;
    }

    /// <summary>What rows and their labels take in memory.</summary>
    internal static long BytesOf(long rows, int columns) => sizeof(float) * rows * (columns + 1L);

    /// <summary>How to stream a channel whose classes may be unknown.</summary>
    internal static BatchStreamOptions Options(RecordChannelOptions options, FoundClasses? found) => new()
    {
        BatchSize = Math.Min(options.RowsMax ?? BatchSizeMax, BatchSizeMax),
        BatchBytesMax = BatchBytes,
        Classes = options.Classes ?? [],
        FeatureCount = options.FeatureCount,
        FoundClasses = found,
        Records = options.Records,
        Threads = options.Threads,
    };

    /// <summary>The options with the number of features, where only a first pass tells it.</summary>
    internal static RecordChannelOptions WithWidth(Func<RecordSource> source, RecordFormat format, RecordChannelOptions options, CancellationToken cancellation) =>
        format.IsWidthOfAll && options.FeatureCount is null
            ? options with { FeatureCount = Math.Max(1, RecordWidth.Of(source(), format, options, cancellation)) }
            : options;

    internal static DataException Empty(RecordSource source, RecordChannelOptions options) =>
        DataError.ChannelEmpty(options.ChannelName, source.Origin, source.Parts);

    /// <summary>Whether anything is behind the rows of a sample, usable or not.</summary>
    private static bool HasMore(BatchStream stream)
    {
        try
        {
            return stream.Next() is not null;
        }
        catch (DataException)
        {
            return true;
        }
    }

    internal static Table Build(FeatureMatrix features, float[] labels, RecordChannelOptions options, FoundClasses? found)
    {
        switch (options.Records.LabelKind)
        {
            case LabelKind.None:
                return Table.WithoutLabels(features);
            case LabelKind.Number:
                return Table.WithNumbers(features, labels);
            default:
                int[] indexes = Array.ConvertAll(labels, label => (int)label);
                return Table.WithClasses(features, indexes, found is null ? options.Classes! : found.Order(indexes));
        }
    }
}
