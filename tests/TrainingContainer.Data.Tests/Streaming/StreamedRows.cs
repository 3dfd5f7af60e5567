namespace TrainingContainer.Data.Tests;

/// <summary>What came out of a stream, batch by batch.</summary>
internal sealed class StreamedRows
{
    public List<float[]> Features { get; } = [];

    public List<float> Labels { get; } = [];

    public List<int> BatchSizes { get; } = [];

    public long FirstIndex { get; private set; } = -1;

    /// <summary>Reads a pass to its end.</summary>
    public static StreamedRows Read(RecordSource source, BatchStreamOptions options) => Read(source, new CsvFormat(), options);

    /// <inheritdoc cref="Read(RecordSource, BatchStreamOptions)"/>
    public static StreamedRows Read(RecordSource source, RecordFormat format, BatchStreamOptions options) => Bounded.Run(() =>
    {
        var rows = new StreamedRows();
        rows.ReadOn(source, format, options);
        return rows;
    });

    /// <summary>Reads until the end or the failure, and keeps what came before it.</summary>
    public void ReadOn(RecordSource source, RecordFormat format, BatchStreamOptions options)
    {
        using var stream = new BatchStream(source, format, options, TestContext.Current.CancellationToken);
        while (stream.Next() is { } batch)
        {
            FirstIndex = FirstIndex < 0 ? batch.Index : FirstIndex;
            batch.Index.ShouldBe(FirstIndex + BatchSizes.Count);
            BatchSizes.Add(batch.RowCount);
            for (int i = 0; i < batch.RowCount; i++)
            {
                Features.Add(batch.Features.Slice(i * batch.FeatureCount, batch.FeatureCount).ToArray());
                Labels.Add(batch.Labels[i]);
            }
        }
    }
}
