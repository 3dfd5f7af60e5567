namespace TrainingContainer.Data;

/// <summary>The first pass over a channel whose records tell only together how many features there are (<see cref="RecordFormat.IsWidthOfAll"/>).</summary>
public static class RecordWidth
{
    private const int BatchSize = 1 << 12;

    /// <summary>How many features the widest record needs.</summary>
    /// <param name="source">The files, or a pipe that is not needed for anything else.</param>
    /// <param name="format">What they hold.</param>
    /// <param name="options">How to read; its number of features is not used.</param>
    /// <param name="cancellation">Stops reading within moments.</param>
    /// <returns>At least 1; 0 when there are no records.</returns>
    /// <exception cref="DataException">A record cannot be used.</exception>
    public static int Of(RecordSource source, RecordFormat format, RecordChannelOptions options, CancellationToken cancellation)
    {
        var stream = new BatchStreamOptions { BatchSize = BatchSize, FeatureCount = 1, Records = options.Records with { LabelKind = LabelKind.None }, Threads = options.Threads };
        using var batches = new BatchStream(source, new Widths(format, options.Records), stream, cancellation);
        long left = options.RowsMax ?? long.MaxValue;
        float width = 0;
        for (RecordBatch? batch = batches.Next(); batch is not null && left > 0; batch = batches.Next())
        {
            foreach (float needed in batch.Features[..(int)Math.Min(batch.RowCount, left)])
            {
                width = Math.Max(width, needed);
            }

            left -= batch.RowCount;
        }

        return (int)width;
    }

    /// <summary>A format whose only feature is how many features a record of another format needs; float32 holds any such number exactly.</summary>
    private sealed class Widths(RecordFormat format, RecordOptions inner) : RecordFormat
    {
        public override string MediaType => format.MediaType;

        public override IRecordFraming Framing(RecordOptions options) => format.Framing(options);

        public override IRecordDecoder Decoder(RecordOptions options, int featureCount) => new Decoding(format, inner);

        public override string? Inspect(ReadOnlySpan<byte> record, RecordOptions options, int? expectedFeatures, out int featureCount)
        {
            featureCount = 1;
            return null;
        }
    }

    private sealed class Decoding(RecordFormat format, RecordOptions options) : IRecordDecoder
    {
        public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
        {
            string? fault = format.Inspect(record, options, null, out int width);
            features[0] = width;
            return fault;
        }
    }
}
