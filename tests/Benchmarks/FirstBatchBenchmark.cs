using System.Diagnostics;
using TrainingContainer.Data;

namespace Benchmarks;

/// <summary>
/// Times a pipe from its first byte to the first batch: the stream waits for the writer, which notes the time just before it writes. The first
/// round is that of a process that has decoded nothing yet.
/// </summary>
internal static class FirstBatchBenchmark
{
    private const int BatchSize = 128;
    private const int PieceBytes = 64 << 10;

    /// <summary>How long the stream gets to come to its wait.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static int Run(Arguments arguments)
    {
        var format = RecordFile.Format(arguments.Subject);
        var bytes = File.ReadAllBytes(arguments.Second);
        var options = new BatchStreamOptions { BatchSize = BatchSize, Records = RecordFile.Numbers };
        var rounds = new double[(int)arguments.Number("--rounds", 11)];
        for (var i = 0; i < rounds.Length; i++)
        {
            rounds[i] = Time(bytes, format, options);
        }

        Measurement.Print("first-batch", "s", rounds[1..], new()
        {
            ["model"] = arguments.Subject,
            ["setting"] = "after the first",
        });
        Measurement.Print("first-batch", "s", rounds[..1], new()
        {
            ["model"] = arguments.Subject,
            ["setting"] = "the first in the process",
        });
        return 0;
    }

    private static double Time(byte[] bytes, RecordFormat format, BatchStreamOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("first-batch-").FullName;
        try
        {
            var fifo = Path.Combine(folder, "train_0");
            FifoWriter.Run($"mkfifo {fifo}");
            var source = new PipeSource("train", Path.Combine(folder, "train"), 0, null, TimeProvider.System);
            using var stream = new BatchStream(source, format, options, CancellationToken.None);
            long start = 0;
            var writer = new Thread(() => Write(fifo, bytes, ref start));
            writer.Start();
            if (stream.Next() is not { RowCount: BatchSize })
            {
                throw new InvalidOperationException("The pipe gave no batch.");
            }

            var end = Stopwatch.GetTimestamp();
            stream.Dispose();
            writer.Join();
            return Stopwatch.GetElapsedTime(start, end).TotalSeconds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string fifo, byte[] bytes, ref long start)
    {
        try
        {
            using var pipe = new FileStream(fifo, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            Thread.Sleep(Pause);
            start = Stopwatch.GetTimestamp();
            for (var i = 0; i < bytes.Length; i += PieceBytes)
            {
                pipe.Write(bytes, i, Math.Min(PieceBytes, bytes.Length - i));
            }
        }
        catch (IOException)
        {
            // the reader has its batch, and is gone
        }
    }
}
