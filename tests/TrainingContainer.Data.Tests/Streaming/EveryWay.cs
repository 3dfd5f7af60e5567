using System.IO.Compression;

namespace TrainingContainer.Data.Tests;

/// <summary>The same bytes through every door: in memory, streamed from a file, through a pipe; plain and gzip; in large and small blocks; shuffled and resumed; as a cache.</summary>
internal static class EveryWay
{
    private const int BatchSize = 5;

    /// <summary>Reads data in every way and asserts that they give identical rows.</summary>
    /// <param name="bytes">A file of the channel, or the content of a pipe.</param>
    /// <param name="format">What it is.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="fileName">What to call the file, where that matters.</param>
    /// <returns>The rows.</returns>
    public static Table Read(byte[] bytes, RecordFormat format, RecordChannelOptions options, string fileName = "data")
    {
        using var plain = new ChannelDirectory();
        plain.Write($"train/{fileName}", bytes);
        using var packed = new ChannelDirectory();
        packed.Write($"train/{fileName}.gz", Gzip(bytes));
        Table table = RecordChannel.Read(plain.Path + "/train", format, options, TestContext.Current.CancellationToken);
        var stream = new BatchStreamOptions
        {
            BatchSize = BatchSize,
            Classes = options.Classes ?? table.Classes,
            FeatureCount = options.FeatureCount,
            Records = options.Records,
            Threads = 2,
        };
        using var pipes = new ChannelPipes();
        pipes.Write(0, bytes);
        pipes.Write(1, Gzip(bytes));
        pipes.Write(2, bytes);
        (string Way, Func<RecordSource> Source, BatchStreamOptions Options)[] ways =
        [
            ("file", () => new FileSource("train", plain.Path + "/train"), stream),
            ("file in small blocks", () => new FileSource("train", plain.Path + "/train"), stream with { BlockBytes = 7, Threads = 3 }),
            ("gzip file", () => new FileSource("train", packed.Path + "/train"), stream),
            ("pipe", () => pipes.Source(0), stream),
            ("gzip pipe", () => pipes.Source(1), stream),
            ("pipe in small blocks", () => pipes.Source(2), stream with { BlockBytes = 7, Threads = 1 }),
        ];
        foreach ((string way, Func<RecordSource> source, BatchStreamOptions settings) in ways)
        {
            BatchStreamTests.AssertSame(StreamedRows.Read(source(), format, settings), table, BatchSize, way);
        }

        AssertShuffleResumes(() => new FileSource("train", plain.Path + "/train"), format, stream with { ShuffleBuffer = 3 });
        using RowCache cache = RowCache.OpenOrCreate(plain.Path + "/cache", plain.Path + "/train", format, options, TestContext.Current.CancellationToken);
        for (int row = 0; row < table.RowCount; row++)
        {
            cache.Features(row).SequenceEqual(table.Features.Row(row)).ShouldBeTrue($"cache, row {row}");
        }

        return table;
    }

    private static void AssertShuffleResumes(Func<RecordSource> source, RecordFormat format, BatchStreamOptions options)
    {
        StreamedRows all = StreamedRows.Read(source(), format, options);
        StreamedRows rest = StreamedRows.Read(source(), format, options with { FirstBatch = all.BatchSizes.Count / 2 });
        int skipped = all.BatchSizes.Count / 2 * BatchSize;
        rest.Labels.ShouldBe(all.Labels.Skip(skipped));
        rest.Features.Count.ShouldBe(all.Features.Count - skipped);
        for (int i = 0; i < rest.Features.Count; i++)
        {
            rest.Features[i].AsSpan().SequenceEqual(all.Features[skipped + i]).ShouldBeTrue($"row {skipped + i}");
        }
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
