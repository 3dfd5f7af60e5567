using System.Diagnostics;
using TrainingContainer.Data;

namespace Benchmarks;

/// <summary>Times reading a CSV channel into batches of 128 rows in memory.</summary>
internal static class CsvBenchmark
{
    private const int BatchSize = 128;

    public static int Run(Arguments arguments)
    {
        var isDefault = !arguments.Has("--threads");
        var options = new CsvOptions();
        if (!isDefault)
        {
            options = options with { Threads = (int)arguments.Number("--threads", 1) };
        }

        var rounds = new double[(int)arguments.Number("--rounds", 3)];
        var rows = 0L;
        for (var i = 0; i < rounds.Length; i++)
        {
            var watch = Stopwatch.StartNew();
            var table = CsvChannel.Read(arguments.Subject, options, CancellationToken.None);
            rows = FillBatches(table);
            rounds[i] = watch.Elapsed.TotalSeconds;
        }

        Measurement.Print("csv", "s", rounds, new()
        {
            ["rows"] = rows,
            ["first"] = rounds[0],
            ["setting"] = isDefault ? "default" : "given",
            ["threads"] = options.Threads,
        });
        return 0;
    }

    /// <summary>Copies every batch into one buffer, as training does; returns the rows copied.</summary>
    private static long FillBatches(Table table)
    {
        var order = new BatchOrder(null, table.RowCount, BatchSize, null);
        var indexes = new int[BatchSize];
        var batch = new float[BatchSize * table.FeatureCount];
        var rows = 0L;
        for (var step = 0L; step < order.StepsPerEpoch; step++)
        {
            var count = order.Fill(0, step, indexes);
            table.Features.CopyRows(indexes.AsSpan(0, count), batch);
            rows += count;
        }

        return rows;
    }
}
