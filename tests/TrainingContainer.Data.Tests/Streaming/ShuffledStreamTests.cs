namespace TrainingContainer.Data.Tests;

public sealed class ShuffledStreamTests
{
    private const int BatchSize = 8;

    public static TheoryData<int, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int>();
            foreach (int rows in (int[])[1, 7, 8, 100, 333])
            {
                foreach (int buffer in (int[])[0, 1, 2, 16, 99, 100, 101, 1000])
                {
                    for (int epoch = 0; epoch < 2; epoch++)
                    {
                        cases.Add(rows, buffer, epoch);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Next_AnyBuffer_GivesEveryRowOnceWithItsFeatures(int rows, int buffer, int epoch)
    {
        using var channel = new ChannelDirectory();
        StreamedRows all = Read(channel, rows, Options(buffer, epoch));
        all.Labels.Order().ShouldBe(Enumerable.Range(0, rows).Select(i => (float)i));
        all.Features.ShouldAllBe(row => row.Length == 2);
        all.Features.Select(row => row[0]).ShouldBe(all.Labels);
        all.BatchSizes.Count.ShouldBe((rows + BatchSize - 1) / BatchSize);
        all.BatchSizes.SkipLast(1).ShouldAllBe(size => size == BatchSize);
    }

    /// <summary>The proof of resuming: from any batch on, the rows are those of the uninterrupted pass.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void FirstBatch_AnyPosition_GoesOnExactly(int rows, int buffer, int epoch)
    {
        using var channel = new ChannelDirectory();
        BatchStreamOptions options = Options(buffer, epoch);
        StreamedRows all = Read(channel, rows, options);
        var random = new KeyedRandom(RandomKey.For(rows, DrawPurpose.Calibration, buffer));
        int[] positions = rows <= 100
            ? [.. Enumerable.Range(0, (rows / BatchSize) + 1)]
            : [0, 1, rows / BatchSize, .. Enumerable.Range(0, 6).Select(_ => random.NextInt32(rows / BatchSize))];
        foreach (int position in positions)
        {
            StreamedRows rest = Read(channel, rows, options with { FirstBatch = position, Threads = 1 + random.NextInt32(3), BlockBytes = 10 + random.NextInt32(500) });
            rest.Labels.ShouldBe(all.Labels.Skip(position * BatchSize), $"from batch {position}");
            rest.Features.Select(row => row[1]).ShouldBe(all.Features.Skip(position * BatchSize).Select(row => row[1]));
            rest.FirstIndex.ShouldBe(rest.Labels.Count > 0 ? position : -1);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(1000)]
    public void FirstBatch_BehindTheEnd_Fails(int buffer)
    {
        using var channel = new ChannelDirectory();
        Should.Throw<DataException>(() => Read(channel, 100, Options(buffer, 0) with { FirstBatch = 13 })).Message
            .ShouldContain("found 100 records, expected at least the 104 that were used before");
    }

    [Fact]
    public void ShuffleKey_AnotherEpochOrSeed_GivesAnotherOrder()
    {
        using var channel = new ChannelDirectory();
        List<float> first = Read(channel, 100, Options(32, 0)).Labels;
        Read(channel, 100, Options(32, 0) with { Threads = 3, BlockBytes = 20 }).Labels.ShouldBe(first);
        Read(channel, 100, Options(32, 1)).Labels.ShouldNotBe(first);
        Read(channel, 100, Options(32, 0) with { ShuffleKey = RandomKey.For(8, DrawPurpose.Shuffle) }).Labels.ShouldNotBe(first);
    }

    /// <summary>No row comes out before it could be in the buffer.</summary>
    [Fact]
    public void ShuffleBuffer_OfSomeRows_LooksNoFurtherAhead()
    {
        using var channel = new ChannelDirectory();
        List<float> labels = Read(channel, 500, Options(20, 0)).Labels;
        for (int i = 0; i < labels.Count; i++)
        {
            labels[i].ShouldBeLessThan(i + 20);
        }

        Enumerable.Range(0, 480).Average(i => Math.Abs(labels[i] - i)).ShouldBeInRange(8, 24);
    }

    /// <summary>Where all rows fit, each is as likely at each place: chi-square over rows × places.</summary>
    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(40)]
    public void ShuffleBuffer_AsLargeAsTheData_IsUniform(int capacity)
    {
        const int Rows = 6;
        const int Passes = 6000;
        var counts = new long[Rows * Rows];
        for (int pass = 0; pass < Passes; pass++)
        {
            var plan = ShufflePlan.For(0, capacity, RandomKey.For(1, DrawPurpose.Shuffle, pass), CancellationToken.None);
            var buffer = new ShuffleBuffer(capacity, 1, plan);
            var batch = new RecordBatch(Rows, 1);
            for (int row = 0; row < Rows; row++)
            {
                buffer.Exchange([row], row, batch);
            }

            buffer.BeginToEmpty(Rows);
            while (buffer.Empty(Rows, batch))
            {
            }

            batch.RowCount.ShouldBe(Rows);
            for (int place = 0; place < Rows; place++)
            {
                counts[(place * Rows) + (int)batch.Labels[place]]++;
            }
        }

        double expected = (double)Passes / Rows;
        // 25 degrees of freedom: above 52.6 once in a thousand
        counts.Sum(count => (count - expected) * (count - expected) / expected).ShouldBeLessThan(52.6);
    }

    private static BatchStreamOptions Options(int buffer, int epoch) => new()
    {
        BatchSize = BatchSize,
        BlockBytes = 100,
        Records = new RecordOptions { LabelKind = LabelKind.Number },
        ShuffleBuffer = buffer,
        ShuffleKey = RandomKey.For(7, DrawPurpose.Shuffle, epoch),
        Threads = 2,
    };

    private static StreamedRows Read(ChannelDirectory channel, int rows, BatchStreamOptions options)
    {
        channel.Write("a.csv", string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},{i},{i}.5\n")));
        return StreamedRows.Read(new FileSource("train", channel.Path), options);
    }
}
