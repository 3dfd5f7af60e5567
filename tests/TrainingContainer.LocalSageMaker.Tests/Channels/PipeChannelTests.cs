using TrainingContainer.LocalSageMaker.Channels;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Channels;

public sealed class PipeChannelTests
{
    private static readonly ChannelRequest Channel = new() { Name = "train", DataType = "S3Prefix", InputMode = "Pipe", Location = new S3Location("bucket", "train/") };

    [Fact]
    public void Epochs_AreReadOneAfterTheOther_AndTheNextIsThereBeforeOneEnds()
    {
        using var folder = new TemporaryFolder().Put("bucket/train/a", "abc");
        using var pipe = new PipeChannel(folder.Storage, Channel, Items(folder), folder.PathOf("train"), bytesPerSecond: null);

        for (var epoch = 0; epoch < 3; epoch++)
        {
            using var reader = new StreamReader(folder.PathOf($"train_{epoch}"));
            reader.ReadToEnd().ShouldBe("abc");
            File.Exists(folder.PathOf($"train_{epoch + 1}")).ShouldBeTrue();
        }

        pipe.Fault.ShouldBeNull();
    }

    [Fact]
    public void ReaderThatClosesEarly_GetsTheNextEpochWhole()
    {
        var content = new byte[4 << 20];
        content[0] = 7;
        using var folder = new TemporaryFolder().Put("bucket/train/a", content);
        using var pipe = new PipeChannel(folder.Storage, Channel, Items(folder), folder.PathOf("train"), bytesPerSecond: null);
        using (var early = File.OpenRead(folder.PathOf("train_0"))) early.ReadByte().ShouldBe(7);

        using var reader = File.OpenRead(folder.PathOf("train_1"));
        var copy = new MemoryStream();
        reader.CopyTo(copy);

        copy.ToArray().ShouldBe(content);
    }

    [Fact]
    public void Rate_IsKept()
    {
        using var folder = new TemporaryFolder().Put("bucket/train/a", new byte[3000]);
        using var pipe = new PipeChannel(folder.Storage, Channel, Items(folder), folder.PathOf("train"), bytesPerSecond: 10_000);
        var start = TimeProvider.System.GetTimestamp();
        using (var reader = new StreamReader(folder.PathOf("train_0"))) reader.ReadToEnd().Length.ShouldBe(3000);

        // three portions of 1,000 bytes: a tenth of a second between each two
        TimeProvider.System.GetElapsedTime(start).TotalSeconds.ShouldBeGreaterThan(0.19);
    }

    [Fact]
    public async Task ObjectThatIsGone_IsAFault()
    {
        using var folder = new TemporaryFolder().Put("bucket/train/a", "abc");
        var items = Items(folder);
        File.Delete(folder.PathOf("s3", "bucket", "train", "a"));
        using var pipe = new PipeChannel(folder.Storage, Channel, items, folder.PathOf("train"), bytesPerSecond: null);
        var reading = Task.Run(() => File.ReadAllText(folder.PathOf("train_0")), TestContext.Current.CancellationToken);

        SpinWait.SpinUntil(() => pipe.Fault is not null, TimeSpan.FromSeconds(60)).ShouldBeTrue();
        pipe.Fault!.Message.ShouldContain("there is no object s3://bucket/train/a");
        reading.IsCompleted.ShouldBeFalse("a FIFO that is closed is a channel that has ended");
        pipe.Dispose();
        (await reading).ShouldBeEmpty();
    }

    /// <summary>Was taken for a reader that closed early: the channel ended in the middle, and the job could be Completed.</summary>
    [Fact]
    public async Task ObjectThatCannotBeReadToItsEnd_IsAFault_AndNoEndForTheReader()
    {
        using var folder = new TemporaryFolder().Put("bucket/train/a", "abc").Put("bucket/train/b", "");
        var items = Items(folder);
        // an object whose bytes give an I/O error
        File.Delete(folder.PathOf("s3", "bucket", "train", "b"));
        File.CreateSymbolicLink(folder.PathOf("s3", "bucket", "train", "b"), "/proc/self/mem");
        using var pipe = new PipeChannel(folder.Storage, Channel, items, folder.PathOf("train"), bytesPerSecond: null);
        var reading = Task.Run(() => File.ReadAllText(folder.PathOf("train_0")), TestContext.Current.CancellationToken);

        SpinWait.SpinUntil(() => pipe.Fault is not null, TimeSpan.FromSeconds(60)).ShouldBeTrue();
        pipe.Fault.ShouldBeOfType<IOException>();
        reading.IsCompleted.ShouldBeFalse();
        File.Exists(folder.PathOf("train_0")).ShouldBeTrue();
        pipe.Dispose();
        (await reading).ShouldBe("abc");
    }

    [Fact]
    public void Dispose_WithoutAnyReader_EndsTheWaiting()
    {
        using var folder = new TemporaryFolder().Put("bucket/train/a", "abc");
        new PipeChannel(folder.Storage, Channel, Items(folder), folder.PathOf("train"), bytesPerSecond: null).Dispose();

        File.Exists(folder.PathOf("train_0")).ShouldBeTrue();
    }

    private static Func<int, IEnumerable<ChannelItem>> Items(TemporaryFolder folder)
    {
        var source = ChannelSource.Find(folder.Storage, Channel);
        return epoch => source.Items(epoch, 0, 1);
    }
}
