using TrainingContainer.Data;

namespace Benchmarks;

/// <summary>
/// Times a channel in Pipe mode from the FIFO to batches, and in turns with it two that only read: <c>cat fifo &gt; /dev/null</c>, and a loop of
/// read(2) over a pipe as large as ours. The same writer process, the same bytes, out of the page cache.
/// </summary>
internal static class PipeBenchmark
{
    private const int BatchSize = 128;

    public static int Run(Arguments arguments)
    {
        var format = RecordFile.Format(arguments.Subject);
        using var writer = new FifoWriter(arguments.Second, arguments.Number("--megabytes", 2000));
        var options = new BatchStreamOptions
        {
            BatchSize = BatchSize,
            Records = RecordFile.Numbers,
            ShuffleBuffer = (int)arguments.Number("--shuffle", 0),
            ShuffleKey = RandomKey.For(1, DrawPurpose.Shuffle),
            Threads = (int)arguments.Number("--threads", Environment.ProcessorCount),
        };
        var rows = RecordFile.CountRows(arguments.Second, format) * writer.Copies;
        options = options with { FirstBatch = arguments.Has("--skip") ? rows / BatchSize : 0 };
        var bare = arguments.Text("--bare", "");
        var rounds = (int)arguments.Number("--rounds", 5);
        var (ours, cat, read) = (new double[rounds], new double[rounds], new double[bare.Length > 0 ? rounds : 0]);
        // CPU time is that of this process: the writer is another one
        var processor = new double[rounds];
        // what runs often is compiled anew, in the background: a pass that does not count
        writer.Time(_ => Read(writer.Channel, format, options, rows));
        for (var i = 0; i < rounds; i++)
        {
            cat[i] = writer.Time(fifo => FifoWriter.Run($"exec cat {fifo} >/dev/null"));
            if (read.Length > 0)
            {
                read[i] = writer.Time(fifo => FifoWriter.Run($"exec {bare} {fifo}"));
            }

            var before = Environment.CpuUsage.TotalTime;
            ours[i] = writer.Time(_ => Read(writer.Channel, format, options, rows));
            processor[i] = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }

        var setting = (options.FirstBatch > 0 ? "skip" : options.ShuffleBuffer > 0 ? "shuffle" : "read") + (options.Threads == 1 ? ", one thread" : "");
        Dictionary<string, object?> Facts(string side) => new()
        {
            ["side"] = side,
            ["model"] = arguments.Subject,
            ["setting"] = setting,
            ["threads"] = options.Threads,
            ["bytes"] = writer.Bytes,
            ["rows"] = rows,
        };
        Measurement.Print("pipe", "s", cat, Facts("cat"));
        if (read.Length > 0)
        {
            Measurement.Print("pipe", "s", read, Facts("bare read"));
        }

        var facts = Facts("ours");
        facts["cpu"] = processor.Order().ElementAt(rounds / 2);
        Measurement.Print("pipe", "s", ours, facts);
        return 0;
    }

    private static void Read(string channel, RecordFormat format, BatchStreamOptions options, long rows)
    {
        var source = new PipeSource("train", channel, 0, null, TimeProvider.System);
        using var stream = new BatchStream(source, format, options, CancellationToken.None);
        var found = options.FirstBatch * options.BatchSize;
        while (stream.Next() is { } batch)
        {
            found += batch.RowCount;
        }

        if (found != rows)
        {
            throw new InvalidOperationException($"Found {found} rows, expected {rows}.");
        }
    }
}
