using System.Globalization;

namespace TrainingContainer.Data.Tests;

/// <summary>Much data through a pipe with flat memory. Ordinary runs take 20 MB per format; scripts/soak-test.sh as much as it is told, in a process of its own.</summary>
[Collection(nameof(Alone))]
public sealed class SoakTests
{
    /// <summary>Set by scripts/soak-test.sh: then the process has nothing else in memory, and its whole peak is bounded.</summary>
    private static readonly bool IsAlone = Environment.GetEnvironmentVariable("SOAK_TEST_GIGABYTES") is not null;

    private static readonly double Gigabytes = double.Parse(Environment.GetEnvironmentVariable("SOAK_TEST_GIGABYTES") ?? "0.02", CultureInfo.InvariantCulture);

    private static readonly int ShuffleBuffer = int.Parse(Environment.GetEnvironmentVariable("SOAK_TEST_SHUFFLE_BUFFER") ?? "10000", CultureInfo.InvariantCulture);

    private const int RowsOfSample = 2000;
    private const int FeatureCount = 100;
    private const int BatchSize = 128;
    private const double PeakMegabytesMax = 200;

    /// <summary>What the peak of the last three quarters may lie above that of the first.</summary>
    private const double GrowthMegabytesMax = 16;

    /// <summary>Far more than any format needs.</summary>
    private static readonly TimeSpan TimePerGigabyte = TimeSpan.FromMinutes(10);

    public static TheoryData<string> Formats => [.. Environment.GetEnvironmentVariable("SOAK_TEST_FORMATS") is { Length: > 0 } names ? names.Split(',') : SampleStream.Names];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Next_DataWithoutEnd_MemoryStaysFlat(string name)
    {
        SampleStream sample = SampleStream.Make(name, RowsOfSample, FeatureCount);
        int copies = Math.Max(1, (int)(Gigabytes * 1e9 / sample.Bytes.Length));
        using var pipes = new ChannelPipes();
        GC.Collect();
        double before = Megabytes("VmRSS:");
        ResetPeak();
        pipes.Write(0, pipe =>
        {
            for (int i = 0; i < copies; i++)
            {
                pipe.Write(sample.Bytes);
            }
        });
        long rows = (long)copies * sample.Rows;
        var limit = TimeSpan.FromSeconds(30) + (Gigabytes * TimePerGigabyte);
        (double early, double peak) = Bounded.Run(() => Peaks(pipes.Source(0), sample, rows), limit);
        double shuffled = sizeof(float) * (sample.FeatureCount + 1.0) * Math.Min(ShuffleBuffer, rows) / 1e6;
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {copies * (double)sample.Bytes.Length / 1e9:0.00} GB, {rows} rows; {before:0} MB before, peak {early:0} MB in the first quarter, {peak:0} MB in all; shuffle buffer {shuffled:0} MB"));
        (IsAlone ? peak : peak - before).ShouldBeLessThan(PeakMegabytesMax + shuffled);
        (peak - early).ShouldBeLessThan(GrowthMegabytesMax);
    }

    /// <summary>Reads a pass; the peak of memory in its first quarter and in all.</summary>
    private static (double Early, double Peak) Peaks(RecordSource source, SampleStream sample, long rows)
    {
        var options = new BatchStreamOptions
        {
            BatchSize = BatchSize,
            Records = SampleStream.Options,
            FeatureCount = sample.FeatureCount,
            ShuffleBuffer = ShuffleBuffer,
            ShuffleKey = RandomKey.For(1, DrawPurpose.Shuffle),
        };
        using var stream = new BatchStream(source, sample.Format, options, CancellationToken.None);
        long found = 0;
        double early = 0;
        while (stream.Next() is { } batch)
        {
            found += batch.RowCount;
            if (early == 0 && found >= rows / 4)
            {
                early = Megabytes("VmHWM:");
            }
        }

        found.ShouldBe(rows);
        return (early, Megabytes("VmHWM:"));
    }

    /// <summary>A line of /proc/self/status, in MB of 10^6 bytes.</summary>
    private static double Megabytes(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    /// <summary>From now on VmHWM counts anew (proc(5), clear_refs).</summary>
    private static void ResetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");
}
