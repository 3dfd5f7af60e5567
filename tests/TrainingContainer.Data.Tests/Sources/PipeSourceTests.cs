using System.IO.Compression;
using System.Text;

namespace TrainingContainer.Data.Tests;

public sealed class PipeSourceTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i % 3},{i}\n")));

    [Fact]
    public void Read_WholeStream_GivesTheWritersBytesAndThenTheEnd()
    {
        using var pipes = new ChannelPipes();
        Task<bool> writer = pipes.Write(0, Text);
        ReadAll(pipes.Source(0)).ShouldBe(Text);
        Bounded.Run(() => writer.GetAwaiter().GetResult()).ShouldBeFalse();
    }

    [Fact]
    public void Read_NextEpochs_OpensTheNextNames()
    {
        using var pipes = new ChannelPipes();
        for (int epoch = 0; epoch < 12; epoch++)
        {
            pipes.Write(epoch, [(byte)epoch]);
            ReadAll(pipes.Source(epoch)).ShouldBe([(byte)epoch]);
        }
    }

    /// <summary>The end must not be taken for seen before the first writer has come: a read would return 0 then.</summary>
    [Fact]
    public void Read_OpenedBeforeTheWriter_WaitsForIt()
    {
        using var pipes = new ChannelPipes();
        string path = pipes.Make(0);
        var read = Task.Run(() => ReadAll(pipes.Source(0)), TestContext.Current.CancellationToken);
        using (var pipe = Bounded.Run(() => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0)))
        {
            // open returned, so the reader is there; it must be waiting now
            read.IsCompleted.ShouldBeFalse();
            pipe.Write("1,2\n"u8);
        }

        Bounded.Run(() => read.GetAwaiter().GetResult()).ShouldBe("1,2\n"u8.ToArray());
    }

    [Fact]
    public void Read_WriterThatWritesNothing_IsAnEmptyStream()
    {
        using var pipes = new ChannelPipes();
        pipes.Write(0, []);
        ReadAll(pipes.Source(0)).ShouldBeEmpty();
    }

    [Fact]
    public void Read_WriterThatPauses_GetsEverything()
    {
        using var pipes = new ChannelPipes();
        using var second = new ManualResetEventSlim();
        pipes.Write(0, pipe =>
        {
            pipe.Write("1,2\n"u8);
            second.Wait(TestContext.Current.CancellationToken);
            pipe.Write("3,4\n"u8);
        });
        Bounded.Run(() =>
        {
            using SourcePart part = pipes.Source(0).Next(CancellationToken.None)!;
            var buffer = new byte[100];
            int length = 0;
            while (length < 4)
            {
                length += part.Read(buffer, length, 100 - length, part.Place);
            }

            part.IsIdle.ShouldBeTrue();
            second.Set();
            while (length < 8)
            {
                length += part.Read(buffer, length, 100 - length, part.Place);
            }

            part.Read(buffer, length, 10, part.Place).ShouldBe(0);
            part.IsIdle.ShouldBeFalse("the end is no reason to wait");
            Encoding.ASCII.GetString(buffer, 0, length).ShouldBe("1,2\n3,4\n");
        });
    }

    [Fact]
    public void Next_FifoThatAppearsLate_IsWaitedFor()
    {
        using var pipes = new ChannelPipes();
        var time = new LateTime(() => pipes.Write(3, "5,6\n"u8.ToArray()));
        ReadAll(pipes.Source(3, TimeSpan.FromMinutes(1), time)).ShouldBe("5,6\n"u8.ToArray());
    }

    [Fact]
    public void Next_FifoThatNeverAppears_FailsAfterTheTimeout()
    {
        using var pipes = new ChannelPipes();
        var time = new HurriedTime();
        DataException failure = Should.Throw<DataException>(() => ReadAll(pipes.Source(2, null, time)));
        failure.Message.ShouldStartWith("channel train, epoch 2, byte offset 0: found no FIFO ");
        failure.Message.ShouldContain("train_2 within 600 s");
        time.Passed.ShouldBeInRange(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10.01));
    }

    [Fact]
    public void Read_NoWriterWithinTheTimeout_IsStalled()
    {
        using var pipes = new ChannelPipes();
        pipes.Make(1);
        DataException failure = Should.Throw<DataException>(() => ReadAll(pipes.Source(1, TimeSpan.FromSeconds(90), new HurriedTime())));
        failure.Message.ShouldStartWith("channel train, epoch 1, byte offset 0: the pipe stalled: found no data and no writer within 90 s");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    [InlineData(20_000_000)]
    public void Read_TimerThatFiresEarly_EndsTheWaitAllTheSame(long earlyTicks)
    {
        using var pipes = new ChannelPipes();
        pipes.Make(1);
        var time = new HurriedTime { Early = TimeSpan.FromTicks(earlyTicks) };
        DataException failure = Should.Throw<DataException>(() => Bounded.Run(() => ReadAll(pipes.Source(1, TimeSpan.FromSeconds(90), time))));
        failure.Message.ShouldContain("the pipe stalled: found no data and no writer within 90 s");
    }

    [Fact]
    public void Read_WriterThatStalls_NamesEpochAndOffset()
    {
        using var pipes = new ChannelPipes();
        using var end = new ManualResetEventSlim();
        var stalled = new TaskCompletionSource();
        pipes.Write(1, pipe =>
        {
            pipe.Write(Text);
            stalled.SetResult();
            end.Wait(TestContext.Current.CancellationToken);
        });
        try
        {
            DataException failure = Should.Throw<DataException>(() => ReadAll(pipes.Source(1, TimeSpan.FromMinutes(2), new TimeAfter(stalled.Task))));
            failure.Message.ShouldStartWith($"channel train, epoch 1, byte offset {Text.Length}: the pipe stalled: found no more data within 120 s");
        }
        finally
        {
            end.Set();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_Cancelled_EndsTheWait(bool writerComes)
    {
        using var pipes = new ChannelPipes();
        using var end = new ManualResetEventSlim();
        if (writerComes)
        {
            pipes.Write(0, pipe =>
            {
                pipe.Write(Text);
                end.Wait(TestContext.Current.CancellationToken);
            });
        }
        else
        {
            pipes.Make(0);
        }

        using var stop = new CancellationTokenSource();
        var reading = new TaskCompletionSource();
        Task read = Task.Run(() => ReadUntil(pipes.Source(0), stop.Token, reading), TestContext.Current.CancellationToken);
        Bounded.Run(() => reading.Task.GetAwaiter().GetResult());
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => Bounded.Run(() => read.GetAwaiter().GetResult()));
        end.Set();
    }

    [Fact]
    public void Next_CancelledWhileTheFifoIsMissing_Ends()
    {
        using var pipes = new ChannelPipes();
        using var stop = new CancellationTokenSource();
        PipeSource source = pipes.Source(0, null, new LateTime(stop.Cancel));
        Should.Throw<OperationCanceledException>(() => Bounded.Run(() => source.Next(stop.Token)));
    }

    [Fact]
    public void Dispose_BeforeTheEnd_BreaksTheWritersPipe()
    {
        using var pipes = new ChannelPipes();
        Task<bool> writer = pipes.Write(0, pipe =>
        {
            while (true)
            {
                pipe.Write(Text);
            }
        });
        Bounded.Run(() =>
        {
            using SourcePart part = pipes.Source(0).Next(CancellationToken.None)!;
            part.Read(new byte[10], 0, 10, part.Place).ShouldBeGreaterThan(0);
        });
        Bounded.Run(() => writer.GetAwaiter().GetResult()).ShouldBeTrue();
        pipes.Write(1, [7]);
        ReadAll(pipes.Source(1)).ShouldBe([7]);
    }

    [Fact]
    public void Next_FileOrDirectoryInsteadOfAFifo_FailsAtOnce()
    {
        using var channel = new ChannelDirectory();
        channel.Write("train_0", "1,2\n");
        channel.Write("train_1/a.csv", "1,2\n");
        channel.Write("other/a.csv", "1,2\n");
        Fail("train", 0).ShouldContain("found a file, expected the FIFO");
        Fail("train", 1).ShouldContain("found a directory, expected the FIFO");
        Fail("other", 0).ShouldContain("other with files in it, expected the FIFO");

        string Fail(string name, long epoch) => Should.Throw<DataException>(() => Bounded.Run(() =>
            new PipeSource(name, Path.Combine(channel.Path, name), epoch, null, TimeProvider.System).Next(CancellationToken.None))).Message;
    }

    [Fact]
    public void Read_Gzip_IsDecompressedMemberByMember()
    {
        using var pipes = new ChannelPipes();
        pipes.Write(0, [.. Gzip(Text), .. Gzip("9,9\n"u8.ToArray())]);
        ReadAll(pipes.Source(0)).ShouldBe([.. Text, .. "9,9\n"u8.ToArray()]);
    }

    [Fact]
    public void Read_TruncatedGzip_Fails()
    {
        using var pipes = new ChannelPipes();
        pipes.Write(0, Gzip(Text)[..^20]);
        Should.Throw<DataException>(() => ReadAll(pipes.Source(0))).Message.ShouldStartWith("channel train, epoch 0: found gzip data that ends in the middle");
    }

    [Fact]
    public void FileSource_FifoAmongFiles_FailsAtOnce()
    {
        using var pipes = new ChannelPipes();
        pipes.Make(0);
        var source = new FileSource("train", Path.GetDirectoryName(pipes.Directory)!);
        Should.Throw<DataException>(() => Bounded.Run(() => source.Next(CancellationToken.None))).Message
            .ShouldStartWith("channel train, file train_0: found a FIFO, expected a file.");
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    private static byte[] ReadAll(PipeSource source) => ReadUntil(source, TestContext.Current.CancellationToken, null);

    private static byte[] ReadUntil(PipeSource source, CancellationToken stop, TaskCompletionSource? reading) => Bounded.Run(() =>
    {
        reading?.SetResult();
        using SourcePart part = source.Next(stop)!;
        var all = new MemoryStream();
        var buffer = new byte[10_000];
        for (int read = part.Read(buffer, 0, buffer.Length, part.Place); read > 0; read = part.Read(buffer, 0, buffer.Length, part.Place))
        {
            all.Write(buffer, 0, read);
        }

        source.Next(stop).ShouldBeNull();
        return all.ToArray();
    });

    /// <summary>Time that lets something happen when first asked to wait; from then on it is the real one, which a FakeTimeProvider is not.</summary>
    private sealed class LateTime(Action happens) : TimeProvider
    {
        private bool _happened;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (!_happened)
            {
                _happened = true;
                happens();
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
