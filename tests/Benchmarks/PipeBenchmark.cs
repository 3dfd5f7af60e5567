using System.Diagnostics;
using TrainingContainer.Data;

namespace Benchmarks;

/// <summary>
/// Times a channel in Pipe mode from the FIFO to batches, and in turns with it <c>cat fifo &gt; /dev/null</c>: the same writer process, the same
/// bytes, out of the page cache.
/// </summary>
internal static class PipeBenchmark
{
    private const int BatchSize = 128;
    private const long FileBytes = 64 << 20;

    public static int Run(Arguments arguments)
    {
        var mediaType = arguments.Subject switch
        {
            "csv" => "text/csv",
            "recordio" => "application/x-recordio-protobuf",
            var other => throw new ArgumentException($"Found format \"{other}\", expected csv or recordio."),
        };
        var format = RecordFormat.For(mediaType, new Dictionary<string, string>()) ?? throw new ArgumentException($"{mediaType} is not supported.");
        var features = (int)arguments.Number("--features", 784);
        var megabytes = arguments.Number("--megabytes", 2000);
        var folder = Directory.CreateTempSubdirectory("pipe-benchmark-").FullName;
        try
        {
            var file = Path.Combine(folder, "data");
            var rowsOfFile = PipeRecords.Write(file, mediaType, features, FileBytes);
            var copies = Math.Max(1, (int)(megabytes * 1e6 / new FileInfo(file).Length));
            var rows = rowsOfFile * copies;
            var options = new BatchStreamOptions
            {
                BatchSize = BatchSize,
                Records = new RecordOptions { LabelKind = LabelKind.Number },
                ShuffleBuffer = (int)arguments.Number("--shuffle", 0),
                ShuffleKey = RandomKey.For(1, DrawPurpose.Shuffle),
                Threads = (int)arguments.Number("--threads", Environment.ProcessorCount),
                FirstBatch = arguments.Has("--skip") ? rows / BatchSize : 0,
            };
            var rounds = new double[(int)arguments.Number("--rounds", 5)];
            var raw = new double[rounds.Length];
            var first = new double[rounds.Length];
            for (var i = 0; i < rounds.Length; i++)
            {
                raw[i] = Time(folder, i, file, copies, fifo => Wait(Start($"cat {fifo} >/dev/null")));
                rounds[i] = Time(folder, i, file, copies, _ => first[i] = ReadBatches(folder, i, format, options, rows));
            }

            var bytes = (double)new FileInfo(file).Length * copies;
            Measurement.Print("pipe", "s", rounds, new()
            {
                ["format"] = arguments.Subject,
                ["setting"] = options.FirstBatch > 0 ? "skip" : options.ShuffleBuffer > 0 ? "shuffle" : "read",
                ["features"] = features,
                ["rows"] = rows,
                ["threads"] = options.Threads,
                ["gb_per_s"] = bytes / rounds.Min() / 1e9,
                ["cat_gb_per_s"] = bytes / raw.Min() / 1e9,
                ["of_cat_best"] = raw.Min() / rounds.Min(),
                ["of_cat_median"] = raw.Order().ElementAt(raw.Length / 2) / rounds.Order().ElementAt(rounds.Length / 2),
                ["first_batch_ms"] = first.Min() * 1e3,
            });
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Time(string folder, int round, string file, int copies, Action<string> read)
    {
        var fifo = Path.Combine(folder, $"train_{round}");
        Wait(Start($"mkfifo {fifo}"));
        var watch = Stopwatch.StartNew();
        var writer = Start($"for i in $(seq {copies}); do echo {file}; done | xargs cat >{fifo}");
        read(fifo);
        var seconds = watch.Elapsed.TotalSeconds;
        Wait(writer);
        File.Delete(fifo);
        return seconds;
    }

    /// <summary>Reads a pass; returns the seconds until the first batch.</summary>
    private static double ReadBatches(string folder, int epoch, RecordFormat format, BatchStreamOptions options, long rows)
    {
        var watch = Stopwatch.StartNew();
        var source = new PipeSource("train", Path.Combine(folder, "train"), epoch, null, TimeProvider.System);
        using var stream = new BatchStream(source, format, options, CancellationToken.None);
        var first = 0.0;
        var found = options.FirstBatch * options.BatchSize;
        while (stream.Next() is { } batch)
        {
            first = first == 0 ? watch.Elapsed.TotalSeconds : first;
            found += batch.RowCount;
        }

        return found == rows ? first : throw new InvalidOperationException($"Found {found} rows, expected {rows}.");
    }

    private static Process Start(string command) => Process.Start("/bin/sh", ["-c", command]);

    private static void Wait(Process process)
    {
        using (process)
        {
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"A command failed with exit code {process.ExitCode}.");
            }
        }
    }
}
