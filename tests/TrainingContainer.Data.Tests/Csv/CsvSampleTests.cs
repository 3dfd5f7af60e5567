namespace TrainingContainer.Data.Tests;

/// <summary>Reading the first rows of a channel only. Alone, since one of them measures what the process allocates.</summary>
[Collection(nameof(Alone))]
public sealed class CsvSampleTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(3, 3, true)]
    [InlineData(5, 5, true)]
    [InlineData(6, 6, false)]
    [InlineData(7, 6, false)]
    public void Read_RowsMax_TakesTheFirstRowsAndSaysWhetherMoreAreLeft(long rowsMax, long rows, bool isSample)
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "a,1\nb,2\n\nc,3\n");
        channel.Write("b.csv", "d,4\ne,5\nf,6\n\n");
        foreach (int? piece in (ReadOnlySpan<int?>)[1, 5, null])
        {
            Table table = channel.Read(new CsvOptions { RowsMax = rowsMax, PieceBytes = piece });
            table.RowCount.ShouldBe(rows);
            table.IsSample.ShouldBe(isSample);
            table.Features.Row(rows - 1)[0].ShouldBe(rows);
            table.Classes.ShouldBe([.. "abcdef".Take((int)rows).Select(letter => letter.ToString())]);
        }
    }

    [Fact]
    public void Read_WithoutLimits_IsNoSample()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "a,1\nb,2\n");
        channel.Read().IsSample.ShouldBeFalse();
    }

    [Theory]
    [InlineData("c,three\n")]
    [InlineData("c,3,4\n")]
    [InlineData("NaN,3\n")]
    public void Read_MistakeBehindRowsMax_IsNotSeen(string bad)
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "a,1\nb,2\n" + bad);
        foreach (int? piece in (ReadOnlySpan<int?>)[1, 8, null])
        {
            Table table = channel.Read(new CsvOptions { RowsMax = 2, PieceBytes = piece });
            table.RowCount.ShouldBe(2);
            table.IsSample.ShouldBeTrue();
            table.Classes.ShouldBe(["a", "b"]);
            channel.Fail(new CsvOptions { RowsMax = 3, PieceBytes = piece }).ShouldContain("row 3");
        }
    }

    [Fact]
    public void Read_RowsMaxOfNumbersAndOfNothing_CutsLabelsToo()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "1.5,1\n2.5,2\n3.5,3\n");
        channel.Read(new CsvOptions { RowsMax = 2, LabelKind = LabelKind.Number }).Numbers.ShouldBe([1.5f, 2.5f]);
        channel.Read(new CsvOptions { RowsMax = 2, LabelKind = LabelKind.None }).FeatureCount.ShouldBe(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public void Read_TextBytesMax_EndsWithThePieceForAnyThreads(int threads)
    {
        using var channel = new ChannelDirectory();
        string line = "7," + string.Join(',', Enumerable.Repeat("1", 511)) + "\n";
        channel.Write("a.csv.gz", ChannelDirectory.Gzip(string.Concat(Enumerable.Repeat(line, 4096))));
        channel.Write("b.csv", "not reached");
        Table table = channel.Read(new CsvOptions { TextBytesMax = 1 << 20, Threads = threads });
        table.RowCount.ShouldBe(1 << 10);
        table.IsSample.ShouldBeTrue();
    }

    [Fact]
    public void Read_TextBytesMaxNotReached_IsNoSample()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "a,1\nb,2\n");
        channel.Read(new CsvOptions { TextBytesMax = 8 }).IsSample.ShouldBeFalse();
        channel.Read(new CsvOptions { TextBytesMax = 4, PieceBytes = 4 }).IsSample.ShouldBeTrue();
    }

    [Fact]
    public void Read_SampleOfALargeChannel_TakesLittleMemory()
    {
        using var channel = new ChannelDirectory();
        string path = channel.Write("a.csv", string.Concat(Enumerable.Repeat("7,1,2,3\n", 200_000)));
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(1L << 36);
        }

        long before = GC.GetTotalAllocatedBytes();
        channel.Read(new CsvOptions { RowsMax = 1000, TextBytesMax = 1 << 20, Threads = 2 }).RowCount.ShouldBe(1000);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(16 << 20);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Read_LimitsBelowOne_AreRefused(long rows, long bytes)
    {
        using var channel = new ChannelDirectory();
        Should.Throw<ArgumentOutOfRangeException>(() => channel.Read(new CsvOptions { RowsMax = rows, TextBytesMax = bytes }));
    }
}
