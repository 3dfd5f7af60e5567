using TrainingContainer.Data.Tests.Protobuf;

namespace TrainingContainer.Data.Tests;

/// <summary>That it gives the rows of a Table is tested with the stream's: <see cref="BatchStreamTests"/>.</summary>
[Collection(nameof(Alone))]
public sealed class RecordChannelTests
{
    [Theory]
    [InlineData(10, 1024)]
    [InlineData(150_528, 13)]
    [InlineData(4_194_304, 1)]
    public void BatchesOfWideRows_AreSmall(int features, int rows)
    {
        // the width is known only with the first record
        BatchStreamOptions options = RecordChannel.Options(new RecordChannelOptions { ChannelName = "train" }, null);
        new BatchQueue(options.BatchSize, options.BatchBytesMax).TakeFree(features).RoomLeft.ShouldBe(rows);
    }

    /// <summary>A few bytes of a sparse record make a row of megabytes: 64 of them took gigabytes, whatever fitted.</summary>
    [Fact]
    public void Read_SparseRowsThatDoNotFit_StopsBeforeTheyAreInMemory()
    {
        const int width = 1 << 20;
        using var channel = new ChannelDirectory();
        byte[] record = ProtobufRecords.Make(new Value { Float32Tensor = new() { Values = { 1 }, Keys = { 7 }, Shape = { width } } }, ProtobufRecords.Number(1));
        channel.Write("a.rec", RecordIoBytes.Whole([.. Enumerable.Repeat(record, 64)]));
        var options = new RecordChannelOptions { ChannelName = "train", MemoryBytesMax = 1 << 20, Threads = 1 };
        long before = GC.GetTotalAllocatedBytes();

        Table table = RecordChannel.Read(channel.Path, new ProtobufFormat(), options, TestContext.Current.CancellationToken);

        table.IsSample.ShouldBeTrue();
        table.FeatureCount.ShouldBe(width);
        table.RowCount.ShouldBeLessThanOrEqualTo(2);
        // all 64 rows have 256 MB
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(128 << 20);
    }

    [Fact]
    public void Read_Sample_HasTheFirstRowsAndTheirClassesAlone()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "dog,1\ncat,2\ncat,3\nbird,4\n");
        Table sample = Read(channel, new RecordChannelOptions { ChannelName = "train", RowsMax = 3 });
        sample.RowCount.ShouldBe(3);
        sample.Classes.ShouldBe(["cat", "dog"]);
        sample.ClassIndexes.ShouldBe([1, 0, 0]);
        sample.IsSample.ShouldBeTrue();
        Read(channel, new RecordChannelOptions { ChannelName = "train", RowsMax = 4 }).IsSample.ShouldBeFalse();
        Read(channel, new RecordChannelOptions { ChannelName = "train" }).Classes.ShouldBe(["bird", "cat", "dog"]);
    }

    /// <summary>A word behind the sample would make numbers names, were it seen.</summary>
    [Fact]
    public void Read_Sample_IsNotChangedByClassesBehindIt()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "10,1\n2.0,2\n9,3\nbird,4\n");
        Read(channel, new RecordChannelOptions { ChannelName = "train", RowsMax = 3 }).Classes.ShouldBe(["2", "9", "10"]);
    }

    [Fact]
    public void Read_SampleBeforeABadRecord_IsRead()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "dog,1\ncat,2\ncat,x\n");
        Table sample = Read(channel, new RecordChannelOptions { ChannelName = "train", RowsMax = 2 });
        sample.RowCount.ShouldBe(2);
        sample.IsSample.ShouldBeTrue();
        Should.Throw<DataException>(() => Read(channel, new RecordChannelOptions { ChannelName = "train", RowsMax = 3 }));
    }

    [Fact]
    public void Read_GivenClasses_AreTheTablesAndTheOnlyOnes()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "2.0,1\n10,2\n");
        var options = new RecordChannelOptions { ChannelName = "test", Classes = ["2", "7", "10"], FeatureCount = 1 };
        Table table = Read(channel, options);
        table.Classes.ShouldBe(["2", "7", "10"]);
        table.ClassIndexes.ShouldBe([0, 2]);
        channel.Write("b.csv", "3,1\n");
        Should.Throw<DataException>(() => Read(channel, options)).Message.ShouldStartWith("channel test, file b.csv, record 1, byte offset 0: found the class \"3\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \r\n")]
    public void Read_NoRows_Fails(string text)
    {
        using var channel = new ChannelDirectory();
        Should.Throw<DataException>(() => Read(channel, new RecordChannelOptions { ChannelName = "train" })).Message.ShouldContain("no data files");
        channel.Write("a.csv", text);
        Should.Throw<DataException>(() => Read(channel, new RecordChannelOptions { ChannelName = "train" })).Message.ShouldContain("files: a.csv");
    }

    private static Table Read(ChannelDirectory channel, RecordChannelOptions options) =>
        RecordChannel.Read(channel.Path, new CsvFormat(), options, TestContext.Current.CancellationToken);
}
