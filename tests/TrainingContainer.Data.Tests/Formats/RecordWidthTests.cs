namespace TrainingContainer.Data.Tests;

public sealed class RecordWidthTests
{
    private static readonly RecordChannelOptions Options = new() { ChannelName = "train", Threads = 2 };

    [Fact]
    public void Of_LibSvmFiles_IsTheLargestIndexPlus1()
    {
        using var files = new ChannelDirectory();
        files.Write("a", string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i % 2} {i % 40}:1\n")));
        files.Write("b", "1 0:1 73:2\n0\n");
        Width(files, Options).ShouldBe(74);
        Width(files, Options with { RowsMax = 20 }).ShouldBe(20);
    }

    [Fact]
    public void Of_WrongRecord_IsRefusedAtItsPlace()
    {
        using var files = new ChannelDirectory();
        files.Write("a", "1 0:1\n1 x:1\n");
        Should.Throw<DataException>(() => Width(files, Options)).Message
            .ShouldStartWith("channel train, file a, record 2, byte offset 6: found \"x:1\", expected index:value with a whole index.");
    }

    [Fact]
    public void Read_LibSvmChannel_MakesTheTableAsWideAsItsWidestRow()
    {
        using var files = new ChannelDirectory();
        files.Write("a", "1 0:1\n-1 2:2.5\n");
        Table table = RecordChannel.Read(files.Path, new LibSvmFormat(), Options, TestContext.Current.CancellationToken);
        table.Features.Row(0).ToArray().ShouldBe([1, 0, 0]);
        table.Features.Row(1).ToArray().ShouldBe([0, 0, 2.5f]);
        table.Classes.ShouldBe(["-1", "1"]);
        table.ClassIndexes.ShouldBe([1, 0]);
    }

    private static int Width(ChannelDirectory files, RecordChannelOptions options) =>
        Bounded.Run(() => RecordWidth.Of(new FileSource("train", files.Path), new LibSvmFormat(), options, TestContext.Current.CancellationToken));
}
