namespace TrainingContainer.Data.Tests;

public sealed class RowCacheTests
{
    private static readonly RecordChannelOptions Options = new() { ChannelName = "train" };

    [Theory]
    [InlineData(LabelKind.None, 4)]
    [InlineData(LabelKind.Number, 4)]
    [InlineData(LabelKind.Class, 4)]
    [InlineData(LabelKind.Class, 100_000)]
    public void OpenOrCreate_Channel_HasTheRowsOfTheTable(LabelKind kind, int rows)
    {
        using var channel = new ChannelDirectory();
        string folder = channel.Path + "/train";
        channel.Write("train/a.csv", string.Concat(Enumerable.Range(0, rows / 2).Select(i => $"{i % 12},{i}.5,NA\n")));
        channel.Write("train/b.csv.gz", ChannelDirectory.Gzip(string.Concat(Enumerable.Range(0, rows / 2).Select(i => $"{i % 9},7,-{i}\n"))));
        RecordChannelOptions options = Options with { Records = new RecordOptions { LabelKind = kind } };
        Table table = RecordChannel.Read(folder, new CsvFormat(), options, TestContext.Current.CancellationToken);
        for (int pass = 0; pass < 2; pass++)
        {
            using RowCache cache = Open(channel, options);
            cache.WasReused.ShouldBe(pass == 1);
            cache.RowCount.ShouldBe(table.RowCount);
            cache.FeatureCount.ShouldBe(table.FeatureCount);
            cache.LabelKind.ShouldBe(kind);
            cache.Classes.ShouldBe(table.Classes);
            int[] indexes = [.. Enumerable.Range(0, rows).Reverse()];
            var features = new float[rows * cache.FeatureCount];
            cache.CopyRows(indexes, features);
            for (int i = 0; i < rows; i++)
            {
                int row = indexes[i];
                float label = kind switch { LabelKind.Class => table.ClassIndexes[row], LabelKind.Number => table.Numbers[row], _ => 0 };
                if (cache.Label(row) != label
                    || !features.AsSpan(i * cache.FeatureCount, cache.FeatureCount).SequenceEqual(table.Features.Row(row))
                    || !cache.Features(row).SequenceEqual(table.Features.Row(row)))
                {
                    Assert.Fail($"row {row} differs");
                }
            }
        }
    }

    /// <summary>Pixels take a byte each; one feature that is none, in whichever row, and all rows are float32. The rows are the same to the bit.</summary>
    [Theory]
    [InlineData("255", sizeof(byte))]
    [InlineData("-0", sizeof(float))]
    [InlineData("256", sizeof(float))]
    [InlineData("-1", sizeof(float))]
    [InlineData("0.5", sizeof(float))]
    [InlineData("", sizeof(float))]
    [InlineData("1e30", sizeof(float))]
    public void OpenOrCreate_WholeNumbersOfAByte_AreStoredAsBytes(string last, int valueBytes)
    {
        const int rows = 5000;
        const int features = 70;
        using var channel = new ChannelDirectory();
        string[] lines = [.. Enumerable.Range(0, rows).Select(i => string.Join(',', Enumerable.Range(0, features + 1).Select(j => (i + (7 * j)) % 256)))];
        lines[^1] = lines[^1][..(lines[^1].LastIndexOf(',') + 1)] + last;
        channel.Write("train/a.csv", string.Join('\n', lines));
        RecordChannelOptions options = Options with { Records = new RecordOptions { LabelKind = LabelKind.Number } };
        Table table = RecordChannel.Read(channel.Path + "/train", new CsvFormat(), options, TestContext.Current.CancellationToken);
        using RowCache cache = Open(channel, options);
        new FileInfo(CachePath(channel)).Length.ShouldBeInRange(rows * ((features * valueBytes) + 4), (rows * ((features * valueBytes) + 4)) + 5000);
        Directory.GetFiles(channel.Path).ShouldHaveSingleItem();
        for (int i = 0; i < rows; i++)
        {
            cache.Label(i).ShouldBe(i % 256);
            Bits(cache.Features(i)).ShouldBe(Bits(table.Features.Row(i)), $"row {i}");
        }
    }

    [Fact]
    public void OpenOrCreate_GivenClasses_AreTheCaches()
    {
        using ChannelDirectory channel = Small();
        using RowCache cache = Open(channel, Options with { Classes = ["2", "1", "x"] });
        cache.Classes.ShouldBe(["2", "1", "x"]);
        cache.Label(0).ShouldBe(1);
        cache.Label(1).ShouldBe(0);
    }

    /// <summary>Any bit: the cache is made anew, its rows never wrong.</summary>
    [Fact]
    public void OpenOrCreate_DamagedFile_IsMadeAnew()
    {
        using ChannelDirectory channel = Small();
        Open(channel, Options).Dispose();
        string path = CachePath(channel);
        byte[] whole = File.ReadAllBytes(path);
        var random = new KeyedRandom(RandomKey.For(1, DrawPurpose.Calibration));
        int used = 0;
        for (int i = 0; i < 300; i++)
        {
            // what is used of the header, and all behind it
            int place = random.NextInt32(2) == 0 ? random.NextInt32(RowCacheHeader.UsedBytes) : RowCacheHeader.Bytes + random.NextInt32(whole.Length - RowCacheHeader.Bytes);
            byte[] damaged = [.. whole];
            damaged[place] ^= (byte)(1 << random.NextInt32(8));
            File.WriteAllBytes(path, damaged);
            used += Reused(channel, Options) ? 1 : 0;
            File.ReadAllBytes(path).ShouldBe(whole);
        }

        used.ShouldBe(0);
        foreach (int length in (int[])[0, 10, RowCacheHeader.Bytes, whole.Length - 1])
        {
            File.WriteAllBytes(path, whole[..length]);
            Reused(channel, Options).ShouldBeFalse();
        }

        Reused(channel, Options).ShouldBeTrue();
    }

    [Fact]
    public void OpenOrCreate_OtherFilesOrOptions_IsMadeAnew()
    {
        using ChannelDirectory channel = Small();
        Open(channel, Options).Dispose();
        Reused(channel, Options).ShouldBeTrue();
        Reused(channel, Options with { Records = new RecordOptions { LabelColumn = 1 } }).ShouldBeFalse();
        Reused(channel, Options with { Classes = ["1", "2"] }).ShouldBeFalse();
        Reused(channel, Options with { Classes = ["1", "2"] }).ShouldBeTrue();
        Reused(channel, Options with { Classes = ["1", "2"], Records = new RecordOptions { ImageShape = new ImageShape(1, 2, 3) } }).ShouldBeFalse();
        File.SetLastWriteTimeUtc(channel.Path + "/train/a.csv", new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Reused(channel, Options).ShouldBeFalse();
        channel.Write("train/b.csv", "1,3\n");
        Reused(channel, Options).ShouldBeFalse();
        using RowCache cache = Open(channel, Options);
        cache.RowCount.ShouldBe(3);
    }

    /// <summary>LIBSVM text says only as a whole how many features there are.</summary>
    [Fact]
    public void OpenOrCreate_WidthOfAllRecords_IsFound()
    {
        using var channel = new ChannelDirectory();
        channel.Write("train/a.libsvm", "1 1:5\n0 3:7\n");
        RecordChannelOptions options = Options with { Records = new RecordOptions { LabelKind = LabelKind.Number } };
        Table table = RecordChannel.Read(channel.Path + "/train", new LibSvmFormat(), options, TestContext.Current.CancellationToken);
        using RowCache cache = RowCache.OpenOrCreate(CachePath(channel), channel.Path + "/train", new LibSvmFormat(), options, TestContext.Current.CancellationToken);
        cache.FeatureCount.ShouldBe(table.FeatureCount);
        cache.Features(1).SequenceEqual(table.Features.Row(1)).ShouldBeTrue();
    }

    [Fact]
    public void OpenOrCreate_BadRecordOrCancelled_LeavesNoFile()
    {
        using ChannelDirectory channel = Small();
        channel.Write("train/b.csv", "1,x\n");
        Should.Throw<DataException>(() => Open(channel, Options)).Message.ShouldStartWith("channel train, file b.csv, record 1");
        Should.Throw<OperationCanceledException>(() => RowCache.OpenOrCreate(
            CachePath(channel), channel.Path + "/train", new CsvFormat(), Options, new CancellationToken(canceled: true)));
        Directory.GetFiles(channel.Path).ShouldBeEmpty();
    }

    [Fact]
    public void OpenOrCreate_PlaceThatCannotBeWritten_Fails()
    {
        using ChannelDirectory channel = Small();
        Should.Throw<DataException>(() => RowCache.OpenOrCreate(
                channel.Path + "/train/a.csv/cache", channel.Path + "/train", new CsvFormat(), Options, TestContext.Current.CancellationToken)).Message
            .ShouldStartWith("channel train: the cache of decoded rows ");
    }

    [Fact]
    public void Features_OutsideOrDisposed_Throws()
    {
        using ChannelDirectory channel = Small();
        RowCache cache = Open(channel, Options);
        Should.Throw<ArgumentOutOfRangeException>(() => cache.Label(2));
        Should.Throw<ArgumentOutOfRangeException>(() => cache.Label(-1));
        cache.Dispose();
        cache.Dispose();
        Should.Throw<ObjectDisposedException>(() => cache.Label(0));
    }

    [Fact]
    public void CopyRows_InSteadyState_AllocatesNothing()
    {
        using ChannelDirectory channel = Small();
        using RowCache cache = Open(channel, Options);
        int[] indexes = [1, 0, 1];
        var features = new float[3];
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                cache.CopyRows(indexes, features);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.ShouldBe(0);
        features.ShouldBe([6, 5, 6]);
    }

    private static int[] Bits(ReadOnlySpan<float> features) => [.. features.ToArray().Select(BitConverter.SingleToInt32Bits)];

    private static ChannelDirectory Small()
    {
        var channel = new ChannelDirectory();
        channel.Write("train/a.csv", "1,5\n2,6\n");
        return channel;
    }

    private static string CachePath(ChannelDirectory channel) => channel.Path + "/rows.cache";

    private static RowCache Open(ChannelDirectory channel, RecordChannelOptions options) =>
        RowCache.OpenOrCreate(CachePath(channel), channel.Path + "/train", new CsvFormat(), options, TestContext.Current.CancellationToken);

    private static bool Reused(ChannelDirectory channel, RecordChannelOptions options)
    {
        using RowCache cache = Open(channel, options);
        return cache.WasReused;
    }
}
