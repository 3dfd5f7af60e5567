using System.Diagnostics;
using TrainingContainer.Data;
using TrainingContainer.Training;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// Times an epoch of shuffled batches out of the cache of decoded rows, on one thread, and in turns with it the pass that parses the CSV anew, on as
/// many threads as said.
/// </summary>
internal static class CacheBenchmark
{
    private const int BatchSize = 128;
    private const double WarmUpSeconds = 0.7;

    public static int Run(Arguments arguments)
    {
        var path = Path.Combine(Path.GetTempPath(), $"rows-{Environment.ProcessId}.cache");
        var options = new RecordChannelOptions
        {
            ChannelName = "train",
            Records = new RecordOptions { LabelKind = LabelKind.Number },
            Threads = (int)arguments.Number("--threads", Environment.ProcessorCount),
        };
        try
        {
            var watch = Stopwatch.StartNew();
            using var cache = RowCache.OpenOrCreate(path, arguments.Subject, new CsvFormat(), options, CancellationToken.None);
            var create = watch.Elapsed.TotalSeconds;
            var table = cache.ToTable();
            using var batches = new DataRows(table.Features, null, table.Numbers, null).Batches(BatchSize, 1, [cache.FeatureCount], CPU, CancellationToken.None);
            watch.Restart();
            RowCache.OpenOrCreate(path, arguments.Subject, new CsvFormat(), options, CancellationToken.None).Dispose();
            var reopen = watch.Elapsed.TotalSeconds;
            var warmUp = Stopwatch.StartNew();
            for (var epoch = 0; warmUp.Elapsed.TotalSeconds < WarmUpSeconds; epoch++)
            {
                FillBatches(batches, epoch);
            }

            var rounds = new double[(int)arguments.Number("--rounds", 5)];
            var parse = new double[rounds.Length];
            for (var i = 0; i < rounds.Length; i++)
            {
                watch.Restart();
                Parse(arguments.Subject, options);
                parse[i] = watch.Elapsed.TotalSeconds;
                watch.Restart();
                FillBatches(batches, i);
                rounds[i] = watch.Elapsed.TotalSeconds;
            }

            Dictionary<string, object?> Facts(string side) => new()
            {
                ["side"] = side,
                ["model"] = arguments.Text("--name", Path.GetFileName(arguments.Subject)),
                ["setting"] = "epoch",
                ["threads"] = options.Threads,
                ["rows"] = cache.RowCount,
                ["features"] = cache.FeatureCount,
                ["bytes"] = new FileInfo(path).Length,
            };
            Measurement.Print("cache", "s", parse, Facts("parsing"));
            var facts = Facts("ours");
            facts["create"] = create;
            facts["reopen"] = reopen;
            Measurement.Print("cache", "s", rounds, facts);
            return 0;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Parse(string folder, RecordChannelOptions options)
    {
        var settings = new BatchStreamOptions { BatchSize = BatchSize, Records = options.Records, Threads = options.Threads };
        using var stream = new BatchStream(new FileSource("train", folder), new CsvFormat(), settings, CancellationToken.None);
        while (stream.Next() is not null)
        {
        }
    }

    /// <summary>As training on rows that do not fit into memory does.</summary>
    private static void FillBatches(BatchSource batches, int epoch)
    {
        batches.BeginEpoch(epoch);
        for (var step = 0L; step < batches.StepsPerEpoch; step++)
        {
            using var scope = NewDisposeScope();
            batches.At(step);
        }
    }
}
