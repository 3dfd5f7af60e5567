using System.Text;

namespace TrainingContainer.Data.Tests;

/// <summary>Untrusted input and large input: memory, time and threads stay within bounds.</summary>
[Collection(nameof(Alone))]
public sealed class CsvBoundsTests
{
    [Fact]
    public void Read_AnyThreadsAndPieces_GivesTheSameTable()
    {
        var random = new KeyedRandom(RandomKey.For(1, DrawPurpose.Calibration));
        var text = new StringBuilder();
        for (int row = 0; row < 3000; row++)
        {
            text.Append(random.NextInt32(7)).Append(',').Append(random.NextSingle()).Append(",\"").Append(random.NextInt32(100)).Append("\",0,0,0\n");
        }

        using var channel = new ChannelDirectory();
        channel.Write("a.csv", text.ToString());
        channel.Write("b.csv.gz", ChannelDirectory.Gzip(text.ToString()));
        byte[]? expected = null;
        foreach ((int threads, int? piece) in (ReadOnlySpan<(int, int?)>)[(1, null), (1, 1), (2, 100), (3, 1000), (8, 4096), (64, null), (2, 1 << 22)])
        {
            Table table = channel.Read(new CsvOptions { Threads = threads, PieceBytes = piece });
            byte[] found = Bytes(table);
            (expected ??= found).AsSpan().SequenceEqual(found).ShouldBeTrue($"{threads} threads, pieces of {piece}");
        }
    }

    [Fact]
    public void Read_EndlessLine_FailsAtTheLimitWithoutHoldingMore()
    {
        const int Limit = 1 << 20;
        using var channel = new ChannelDirectory();
        string path = channel.Write("a.csv", "0,1\n");
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(1L << 34);
            file.Position = 4;
            file.Write("0,"u8);
        }

        long before = GC.GetTotalAllocatedBytes();
        channel.Fail(new CsvOptions { LineLengthMax = Limit, Threads = 2 }).ShouldContain("row 2: found a row longer than 1048576 bytes");
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(24L * Limit);
    }

    [Fact]
    public void Read_GzipBombOfOneLine_FailsAtTheLimit()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv.gz", ChannelDirectory.Gzip("0,1\n" + new string('0', 50_000_000)));
        long before = GC.GetTotalAllocatedBytes();
        channel.Fail(new CsvOptions { LineLengthMax = 100_000, Threads = 2 }).ShouldContain("row 2: found a row longer than 100000 bytes");
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(12_000_000);
    }

    [Fact]
    public void Read_LargeChannel_AllocatesTheMatrixAndABoundedRest()
    {
        const int Columns = 100;
        const int Rows = 100_000;
        using var channel = new ChannelDirectory();
        string line = "7," + string.Join(',', Enumerable.Repeat("1", Columns)) + "\n";
        channel.Write("a.csv", string.Concat(Enumerable.Repeat(line, Rows / 2)));
        channel.Write("b.csv", string.Concat(Enumerable.Repeat(line, Rows / 2)));
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Table table = channel.Read(new CsvOptions { Threads = 4 });

        table.RowCount.ShouldBe(Rows);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        allocated.ShouldBeLessThan((long)(1.3 * sizeof(float) * Rows * Columns) + 80_000_000);
    }

    [Fact]
    public void Read_Cancelled_ThrowsSoon()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", string.Concat(Enumerable.Repeat("7,1,2,3,4,5,6,7\n", 1_000_000)));
        using var already = new CancellationTokenSource();
        already.Cancel();
        Should.Throw<OperationCanceledException>(() => CsvChannel.Read(channel.Path, new CsvOptions(), already.Token));

        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        long start = TimeProvider.System.GetTimestamp();
        Should.Throw<OperationCanceledException>(() => CsvChannel.Read(channel.Path, new CsvOptions { PieceBytes = 100, Threads = 1 }, soon.Token));
        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Read_WiderThanTheLimit_SaysSo()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", new string(',', PieceParser.ColumnCountMax) + "\n");
        channel.Fail(new CsvOptions { LabelKind = LabelKind.None }).ShouldContain("row 1: found 4194305 columns, expected at most 4194304");
    }

    [Fact]
    public void Read_OptionsOutOfRange_AreRejected()
    {
        using var channel = new ChannelDirectory();
        Should.Throw<ArgumentOutOfRangeException>(() => channel.Read(new CsvOptions { Threads = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => channel.Read(new CsvOptions { LineLengthMax = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => channel.Read(new CsvOptions { LineLengthMax = 1L << 31 }));
    }

    private static byte[] Bytes(Table table)
    {
        var bytes = new MemoryStream();
        for (int row = 0; row < table.RowCount; row++)
        {
            bytes.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(table.Features.Row(row)));
            bytes.WriteByte((byte)table.ClassIndexes[row]);
        }

        bytes.Write(Encoding.UTF8.GetBytes(string.Join('|', table.Classes)));
        return bytes.ToArray();
    }
}
