using System.Text;

namespace TrainingContainer.Data.Tests;

public sealed class BatchStreamTests
{
    private static readonly BatchStreamOptions Numbers = new()
    {
        BatchSize = 7,
        Records = new RecordOptions { LabelKind = LabelKind.Number },
        Threads = 2,
    };

    [Fact]
    public void Next_RandomCsvFiles_GivesTheRowsOfTheTable()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new KeyedRandom(RandomKey.For(seed, DrawPurpose.Calibration, 11));
            var csv = new CsvOptions { LabelKind = (LabelKind)random.NextInt32(3), LabelColumn = random.NextInt32(3) - 1, Threads = 1 };
            using var channel = new ChannelDirectory();
            string text = CsvFuzzTests.MakeText(ref random, csv, mistake: random.NextInt32(4) == 0);
            if (random.NextInt32(3) == 0)
            {
                channel.Write("a.csv.gz", ChannelDirectory.Gzip(text));
            }
            else
            {
                channel.Write("a.csv", text);
            }

            if (random.NextInt32(2) == 0)
            {
                channel.Write("b.csv", text);
            }

            Table? table = Try(() => channel.Read(csv));
            if (table is null && csv.LabelKind == LabelKind.Class)
            {
                continue; // there are no classes to give to the stream
            }

            var options = new BatchStreamOptions
            {
                BatchSize = 1 + random.NextInt32(50),
                BlockBytes = 8 + random.NextInt32(random.NextInt32(2) == 0 ? 40 : 4000),
                Classes = table?.Classes ?? [],
                Records = new RecordOptions { LabelKind = csv.LabelKind, LabelColumn = csv.LabelColumn },
                Threads = 1 + random.NextInt32(3),
            };
            StreamedRows? rows = Try(() => StreamedRows.Read(new FileSource("train", channel.Path), options));
            (rows is null).ShouldBe(table is null, $"seed {seed}\n{text}");
            if (rows is not null)
            {
                AssertSame(rows, table!, options.BatchSize, $"seed {seed}\n{text}");
                Table read = RecordChannel.Read(
                    channel.Path, new CsvFormat(), new RecordChannelOptions { ChannelName = "train", Records = options.Records, Threads = options.Threads }, TestContext.Current.CancellationToken);
                read.Classes.ShouldBe(table!.Classes);
                AssertSame(rows, read, options.BatchSize, $"seed {seed}\n{text}");
            }
        }
    }

    [Fact]
    public void Next_FilesAndPipesPlainAndGzip_GiveTheRowsOfTheTable()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(Rows(20_000));
        Table table = EveryWay.Read(bytes, new CsvFormat(), new RecordChannelOptions { ChannelName = "train", Records = Numbers.Records });
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", bytes);
        AssertSame(StreamedRows.Read(new FileSource("train", channel.Path), Numbers), channel.Read(new CsvOptions { LabelKind = LabelKind.Number }), Numbers.BatchSize, "Csv");
        table.RowCount.ShouldBe(20_000);
    }

    /// <summary>Any bytes: rows, or a failure that names channel, file, record and offset; the same for any blocks and threads.</summary>
    [Fact]
    public void Next_RandomBytes_GivesRowsOrAPlacedFailure()
    {
        string[] parts = [",", ",", "0", "1", ".5", "-", "e3", "\n", "\r\n", "\"", "\"\"", " ", "x", "\0", "é", "NA"];
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new KeyedRandom(RandomKey.For(seed, DrawPurpose.Calibration, 12));
            int common = 2 + random.NextInt32(parts.Length - 2);
            string text = string.Concat(Enumerable.Range(0, 1 + random.NextInt32(60)).Select(_ => parts[random.NextInt32(random.NextInt32(4) == 0 ? parts.Length : common)]));
            using var channel = new ChannelDirectory();
            channel.Write("a.csv", text);
            var options = Numbers with { Records = new RecordOptions { LabelKind = random.NextInt32(2) == 0 ? LabelKind.None : LabelKind.Number, RecordLengthMax = 5 + random.NextInt32(40) } };
            string whole = Describe(options with { Threads = 1 });
            Describe(options with { BlockBytes = 1 + random.NextInt32(30) }).ShouldBe(whole, $"seed {seed}");
            whole.ShouldMatch(@"^(rows|channel train, file a\.csv, record \d+, byte offset \d+:)", $"seed {seed}");

            string Describe(BatchStreamOptions options)
            {
                try
                {
                    StreamedRows rows = StreamedRows.Read(new FileSource("train", channel.Path), options);
                    return $"rows {string.Join(' ', rows.Labels)}, {string.Join(' ', rows.Features.SelectMany(row => row))}";
                }
                catch (DataException exception)
                {
                    return exception.Message;
                }
            }
        }
    }

    [Fact]
    public void Next_BatchLargerThanAnArray_Fails()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "1,2,3\n");
        Should.Throw<DataException>(() => StreamedRows.Read(new FileSource("train", channel.Path), Numbers with { BatchSize = 2_000_000_000 })).Message
            .ShouldStartWith("batches of 2000000000 rows: found 2 features in a row, expected at most 1.");
    }

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

    [Fact]
    public void Next_RecordsLongerThanABlock_AreWhole()
    {
        using var channel = new ChannelDirectory();
        string[] rows = [.. Enumerable.Range(0, 20).Select(row => string.Join(',', Enumerable.Range(5, 3000).Select(i => row + i)))];
        channel.Write("a.csv", string.Join('\n', rows));
        StreamedRows found = StreamedRows.Read(new FileSource("train", channel.Path), Numbers with { BlockBytes = 100 });
        found.Labels.ShouldBe(Enumerable.Range(5, 20).Select(row => (float)row));
        found.Features[19].ShouldBe(Enumerable.Range(25, 2999).Select(i => (float)i));
    }

    [Theory]
    [InlineData("1,2\n3,4\n5,x\n", "channel train, file a.csv, record 3, byte offset 8: column 2: found \"x\", expected a number")]
    [InlineData("1,2\n\n3,4,5\n", "channel train, file a.csv, record 2, byte offset 5: found 3 columns, expected 2 (a label and 1 feature)")]
    [InlineData("1,2\nNA,4\n", "channel train, file a.csv, record 2, byte offset 4: column 1: found a missing label")]
    [InlineData("1,2\n3,\"4", "channel train, file a.csv, record 2, byte offset 4: column 2: found a quote that is never closed")]
    [InlineData("label,pixel\n1,2\n", "channel train, file a.csv, record 1, byte offset 0: found \"label,pixel\", which looks like a header")]
    [InlineData("1,2\n3,44444444444444444444444444444444444444444\n", "channel train, file a.csv, record 2, byte offset 4: found a record longer than 20 bytes")]
    public void Next_BadRecord_FailsWithItsPlaceAfterTheBatchesBefore(string text, string message)
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", text);
        var rows = new StreamedRows();
        var options = Numbers with { BatchSize = 1, BlockBytes = 8, Records = Numbers.Records with { RecordLengthMax = 20 } };
        Should.Throw<DataException>(() => Bounded.Run(() => rows.ReadOn(new FileSource("train", channel.Path), new CsvFormat(), options))).Message.ShouldStartWith(message);
        rows.Labels.Count.ShouldBe(int.Parse(message.Split("record ")[1].Split(',')[0]) - 1);
    }

    [Fact]
    public void Next_BadRecordInAPipe_NamesEpochRecordAndOffset()
    {
        using var pipes = new ChannelPipes();
        string good = Rows(30_000);
        pipes.Write(4, Encoding.ASCII.GetBytes($"{good}oops,1,2\n{good}"));
        Should.Throw<DataException>(() => StreamedRows.Read(pipes.Source(4), Numbers)).Message
            .ShouldStartWith($"channel train, epoch 4, record 30001, byte offset {good.Length}: column 1: found the label \"oops\", expected a number");
    }

    /// <summary>The record and the byte of the decompressed data that were reached, after the batches before them.</summary>
    [Fact]
    public void Next_GzipThatEndsInTheMiddle_NamesRecordAndOffset()
    {
        using var channel = new ChannelDirectory();
        byte[] gzip = ChannelDirectory.Gzip(Rows(30_000));
        channel.Write("a.csv.gz", gzip[..(gzip.Length / 2)]);
        var rows = new StreamedRows();
        string message = Should.Throw<DataException>(() => Bounded.Run(() => rows.ReadOn(new FileSource("train", channel.Path), new CsvFormat(), Numbers with { BatchSize = 1 }))).Message;
        rows.Labels.Count.ShouldBeGreaterThan(1000);
        int offset = int.Parse(message.Split("byte offset ")[1].Split(':')[0]);
        message.ShouldStartWith($"channel train, file a.csv.gz, record {rows.Labels.Count + 1}, byte offset {offset}: found gzip data that ends in the middle, expected");
        Rows(30_000)[..offset].Count(c => c == '\n').ShouldBe(rows.Labels.Count);
    }

    [Fact]
    public void Next_ClassThatIsNotInTheList_Fails()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "cat,1\ndog,2\nbird,3\n");
        var options = new BatchStreamOptions { BatchSize = 2, Classes = ["cat", "dog"] };
        Should.Throw<DataException>(() => StreamedRows.Read(new FileSource("train", channel.Path), options)).Message
            .ShouldStartWith("channel train, file a.csv, record 3, byte offset 12: found the class \"bird\", expected one of the 2 classes");
    }

    [Fact]
    public void Next_FeatureCountOfTheTrainingChannel_IsRequired()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "1,2,3\n");
        Should.Throw<DataException>(() => StreamedRows.Read(new FileSource("train", channel.Path), Numbers with { FeatureCount = 4 })).Message
            .ShouldContain("found 3 columns, expected 5 (a label and 4 features)");
    }

    [Fact]
    public void Next_EmptyStream_HasNoBatches()
    {
        using var pipes = new ChannelPipes();
        pipes.Write(0, []);
        StreamedRows.Read(pipes.Source(0), Numbers).BatchSizes.ShouldBeEmpty();
    }

    [Fact]
    public void Next_Stalled_NamesTheOffset()
    {
        using var pipes = new ChannelPipes();
        pipes.Make(0);
        Should.Throw<DataException>(() => StreamedRows.Read(pipes.Source(0, null, new HurriedTime()), Numbers)).Message
            .ShouldStartWith("channel train, epoch 0, byte offset 0: the pipe stalled");
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

    internal static string Rows(int count, int features = 2) =>
        string.Concat(Enumerable.Range(0, count).Select(i => $"{i},{string.Join(',', Enumerable.Range(0, features).Select(j => $"{i}.{j}"))}\n"));

    internal static void AssertSame(StreamedRows rows, Table table, int batchSize, string what)
    {
        rows.Labels.Count.ShouldBe((int)table.RowCount, what);
        rows.BatchSizes.SkipLast(1).ShouldAllBe(size => size == batchSize);
        for (int i = 0; i < rows.Labels.Count; i++)
        {
            float label = table.LabelKind switch { LabelKind.Class => table.ClassIndexes[i], LabelKind.Number => table.Numbers[i], _ => 0 };
            if (rows.Labels[i] != label || !rows.Features[i].AsSpan().SequenceEqual(table.Features.Row(i)))
            {
                Assert.Fail($"row {i}: found {rows.Labels[i]} {string.Join(' ', rows.Features[i])}, expected {label} {string.Join(' ', table.Features.Row(i).ToArray())}, {what}");
            }
        }
    }

    private static T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (DataException)
        {
            return null;
        }
    }
}
