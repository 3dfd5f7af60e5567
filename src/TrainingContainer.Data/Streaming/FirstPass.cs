namespace TrainingContainer.Data;

/// <summary>
/// The first pass over a stream: its rows where they fit into memory, otherwise what must be known of them for the passes to come, while
/// none is kept.
/// </summary>
/// <param name="Table">The rows; null when they are too many.</param>
/// <param name="Statistics">Of the rows; null when they are in memory.</param>
public sealed record FirstPass(Table? Table, ChannelStatistics? Statistics)
{
    /// <summary>Reads it.</summary>
    /// <param name="source">Files, or the pipe of an epoch.</param>
    /// <param name="format">What it holds.</param>
    /// <param name="options">How to read; <see cref="RecordChannelOptions.MemoryBytesMax"/> says what fits. No sample.</param>
    /// <param name="groups">Groups of features that share a mean, as for <see cref="FeatureStatistics.Of"/>.</param>
    /// <param name="cancellation">Stops reading within moments.</param>
    /// <exception cref="DataException">There are no records, or the data cannot be used; the first problem in the order of the records.</exception>
    public static FirstPass Read(RecordSource source, RecordFormat format, RecordChannelOptions options, int? groups, CancellationToken cancellation)
    {
        if (format.IsWidthOfAll && options.FeatureCount is null)
        {
            throw DataError.WidthUnknown(new DataPlace(options.ChannelName), format.MediaType);
        }

        var found = options is { Records.LabelKind: LabelKind.Class, Classes: null } ? new FoundClasses() : null;
        using var stream = new BatchStream(source, format, RecordChannel.Options(options, found), cancellation);
        FeatureMatrix? kept = null;
        var labels = new BlockList<float>();
        StreamTally? tally = null;
        for (RecordBatch? batch = stream.Next(); batch is not null; batch = stream.Next())
        {
            if (tally is not null)
            {
                tally.Add(batch.Features, batch.Labels);
                continue;
            }

            kept ??= new FeatureMatrix(batch.FeatureCount);
            kept.Append(batch.Features);
            labels.Append(batch.Labels);
            // a batch more than what fits, which is bounded
            if (RecordChannel.BytesOf(kept.RowCount, kept.ColumnCount) > options.MemoryBytesMax || kept.RowCount > Array.MaxLength)
            {
                tally = StreamTally.Of(kept, labels.MoveToArray(cancellation), options.Records.LabelKind);
                kept = null;
            }
        }

        if (tally is not null)
        {
            return new FirstPass(null, tally.Finish(options.Classes, found, groups));
        }

        return kept is null
            ? throw RecordChannel.Empty(source, options)
            : new FirstPass(RecordChannel.Build(kept, labels.MoveToArray(cancellation), options, found), null);
    }
}
