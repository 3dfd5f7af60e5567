using System.Text;
using static TrainingContainer.Data.Tests.BatchStreamTests;

namespace TrainingContainer.Data.Tests;

/// <summary>The threads of a stream: slow writers and readers, disposal, cancellation.</summary>
public sealed class BatchStreamThreadTests
{
    /// <summary>A writer that gives one byte at a time and waits for the rows: what is there is handed on, not held back for a full block.</summary>
    [Fact]
    public void Next_SlowWriter_GivesBatchesAsTheyAreComplete()
    {
        using var pipes = new ChannelPipes();
        using var more = new SemaphoreSlim(0);
        pipes.Write(0, pipe =>
        {
            for (int i = 0; i < 5; i++)
            {
                foreach (byte b in Encoding.ASCII.GetBytes($"{i},{i}.5\n"))
                {
                    pipe.WriteByte(b);
                }

                more.Wait(TestContext.Current.CancellationToken);
            }
        });
        Bounded.Run(() =>
        {
            using var stream = new BatchStream(pipes.Source(0), new CsvFormat(), Numbers with { BatchSize = 1 }, CancellationToken.None);
            for (int i = 0; i < 5; i++)
            {
                stream.Next()!.Features.ToArray().ShouldBe([i + 0.5f]);
                more.Release();
            }

            stream.Next().ShouldBeNull();
            stream.Next().ShouldBeNull();
        });
    }

    /// <summary>A consumer that is slow holds the writer: at no time is more in flight than the buffers hold.</summary>
    [Fact]
    public void Next_SlowConsumer_HoldsTheWriter()
    {
        const int BatchRows = 10_000;
        const int Batches = 160;
        const long InFlightMax = 8 << 20;
        using var pipes = new ChannelPipes();
        byte[] rows = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1,20.25,30.50,40.75\n", BatchRows)));
        long written = 0;
        pipes.Write(0, pipe =>
        {
            for (int i = 0; i < Batches; i++)
            {
                pipe.Write(rows);
                Interlocked.Add(ref written, rows.Length);
            }
        });
        Bounded.Run(() =>
        {
            using var stream = new BatchStream(pipes.Source(0), new CsvFormat(), Numbers with { BatchSize = BatchRows }, CancellationToken.None);
            for (int batches = 1; stream.Next() is { } batch; batches++)
            {
                float sum = 0;
                for (int i = 0; i < 50; i++)
                {
                    foreach (float value in batch.Features)
                    {
                        sum += value;
                    }
                }

                sum.ShouldBeGreaterThan(0);
                (Interlocked.Read(ref written) - ((long)batches * rows.Length)).ShouldBeLessThan(InFlightMax);
            }
        });
        written.ShouldBe((long)Batches * rows.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Next_Cancelled_Ends(bool writerComes)
    {
        using var pipes = new ChannelPipes();
        using var end = new ManualResetEventSlim();
        if (writerComes)
        {
            pipes.Write(0, _ => end.Wait(TestContext.Current.CancellationToken));
        }
        else
        {
            pipes.Make(0);
        }

        using var stop = new CancellationTokenSource();
        Bounded.Run(() =>
        {
            using var stream = new BatchStream(pipes.Source(0), new CsvFormat(), Numbers, stop.Token);
            Task next = Task.Run(stream.Next, CancellationToken.None);
            stop.Cancel();
            Should.Throw<OperationCanceledException>(() => next.GetAwaiter().GetResult()).CancellationToken.ShouldBe(stop.Token);
        });
        end.Set();
    }

    [Fact]
    public void Dispose_InTheMiddle_ClosesThePipeAndEndsTheThreads()
    {
        using var pipes = new ChannelPipes();
        byte[] rows = Encoding.ASCII.GetBytes(Rows(1000));
        Task<bool> writer = pipes.Write(0, pipe =>
        {
            while (true)
            {
                pipe.Write(rows);
            }
        });
        Bounded.Run(() =>
        {
            var stream = new BatchStream(pipes.Source(0), new CsvFormat(), Numbers, CancellationToken.None);
            stream.Next()!.RowCount.ShouldBe(Numbers.BatchSize);
            stream.Dispose();
            stream.Dispose();
            Should.Throw<ObjectDisposedException>(stream.Next);
            writer.GetAwaiter().GetResult().ShouldBeTrue();
        });
    }

    /// <summary>Wherever the threads are, disposal or cancellation ends them, and the writer learns of it.</summary>
    [Fact]
    public void Dispose_AnyTime_EndsTheThreads()
    {
        using var pipes = new ChannelPipes();
        byte[] rows = Encoding.ASCII.GetBytes(Rows(2000));
        for (int pass = 0; pass < 150; pass++)
        {
            var random = new KeyedRandom(RandomKey.For(pass, DrawPurpose.Calibration, 13));
            Task<bool> writer = pipes.Write(pass, pipe =>
            {
                while (true)
                {
                    pipe.Write(rows);
                }
            });
            var options = Numbers with
            {
                BatchSize = 1 + random.NextInt32(500),
                BlockBytes = 50 + random.NextInt32(50_000),
                FirstBatch = random.NextInt32(2) * random.NextInt32(1000),
                ShuffleBuffer = random.NextInt32(2) * random.NextInt32(1000),
                Threads = 1 + random.NextInt32(4),
            };
            int batches = random.NextInt32(30);
            bool cancel = random.NextInt32(2) == 0;
            int epoch = pass;
            Bounded.Run(() =>
            {
                using var stop = new CancellationTokenSource();
                using (var stream = new BatchStream(pipes.Source(epoch), new CsvFormat(), options, stop.Token))
                {
                    for (int i = 0; i < batches; i++)
                    {
                        stream.Next().ShouldNotBeNull();
                    }

                    if (cancel)
                    {
                        stop.Cancel();
                        Should.Throw<OperationCanceledException>(stream.Next);
                    }
                }

                using var late = Fifo.Open($"{pipes.Directory}_{epoch}"); // if the stream had not opened the pipe yet, the writer still waits for a reader
            });
            Bounded.Run(() => writer.GetAwaiter().GetResult()).ShouldBeTrue();
        }
    }
}
