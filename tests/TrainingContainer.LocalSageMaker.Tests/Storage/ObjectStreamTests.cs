using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.S3;
using TrainingContainer.S3.Tests;
using static TrainingContainer.LocalSageMaker.Tests.Storage.EndpointFolder;

namespace TrainingContainer.LocalSageMaker.Tests.Storage;

public sealed class ObjectStreamTests
{
    private static readonly byte[] Large = Bytes.Of((4 * PieceBytes) + 56);

    [Fact]
    public void AnyPosition_BringsTheBytesThere()
    {
        using var folder = new EndpointFolder();
        folder.Store.Put("k", Large);
        using var stream = folder.Endpoint.Open(At("k"));
        stream.Length.ShouldBe(Large.Length);
        foreach (var position in (int[])[0, 1, PieceBytes - 1, 3 * PieceBytes, PieceBytes, (4 * PieceBytes) + 55, 0])
        {
            stream.Position = position;
            stream.ReadByte().ShouldBe(Large[position], $"at {position}");
        }

        stream.Seek(0, SeekOrigin.End).ShouldBe(Large.Length);
        stream.ReadByte().ShouldBe(-1);
    }

    [Fact]
    public async Task Reading_KeepsOnePieceAheadAndNoMore()
    {
        using var folder = new EndpointFolder();
        folder.Store.Put("k", Large);
        using var stream = folder.Endpoint.Open(At("k"));
        await stream.ReadExactlyAsync(new byte[PieceBytes], TestContext.Current.CancellationToken);
        Reads(folder).ShouldBe(["read k 0", "read k 1000"]);
        stream.ReadByte();
        Reads(folder).ShouldBe(["read k 0", "read k 1000", "read k 2000"]);
    }

    [Fact]
    public void TwoDisposals_AsByAGZipStream_AreOne()
    {
        using var folder = new EndpointFolder();
        folder.Store.Put("k", Large);
        var stream = folder.Endpoint.Open(At("k"));
        stream.ReadByte();
        stream.Dispose();
        Should.NotThrow(stream.Dispose);
    }

    [Fact]
    public void Disposal_WaitsForWhatIsReadAhead()
    {
        using var folder = new EndpointFolder();
        var (begun, ended) = (new ManualResetEventSlim(), new ManualResetEventSlim());
        folder.Store.Put("k", Large);
        folder.Store.Wait = async (call, stop) =>
        {
            if (call != "read k 1000") return;
            begun.Set();
            try
            {
                await Task.Delay(Timeout.Infinite, stop);
            }
            finally
            {
                ended.Set();
            }
        };
        var stream = folder.Endpoint.Open(At("k"));
        stream.ReadByte();
        begun.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken).ShouldBeTrue();
        stream.Dispose();
        ended.IsSet.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(PieceBytes)]
    [InlineData(2 * PieceBytes)]
    public void ChangedByte_IsFoundBeforeTheEnd(int? partBytes)
    {
        using var folder = new EndpointFolder();
        folder.Store.Put("k", Large, partBytes);
        S3EndpointTests.Read(folder, "k").ShouldBe(Large);

        folder.Store.Damage = (call, bytes) => bytes.Span[0] ^= call == "read k 2000" ? (byte)1 : (byte)0;
        Should.Throw<StorageException>(() => S3EndpointTests.Read(folder, "k")).Message.ShouldContain("expected the whole object, unchanged");
    }

    [Fact]
    public void PartsOfAnUnknownSize_AndKeysOfKms_AreTakenAsTheyAre()
    {
        using var folder = new EndpointFolder(new MemoryStore { IsEncrypted = true });
        folder.Store.Put("parts", Large, 3 * PieceBytes).Put("kms", Large);
        S3EndpointTests.Read(folder, "parts").ShouldBe(Large);
        folder.Store.Damage = (_, bytes) => bytes.Span[0] = (byte)~Large[0];
        S3EndpointTests.Read(folder, "kms").Length.ShouldBe(Large.Length);
    }

    [Fact]
    public void ObjectThatIsReplacedMeanwhile_EndsTheReading()
    {
        using var folder = new EndpointFolder();
        folder.Store.Put("k", Large);
        folder.Store.Fault = call => call == "read k 1000" ? new ObjectStoreException(ObjectStoreFailure.Replaced, "412 PreconditionFailed") : null;
        using var stream = folder.Endpoint.Open(At("k"));
        stream.ReadByte().ShouldBe(Large[0]);
        stream.Position = PieceBytes;
        Should.Throw<StorageException>(() => stream.ReadByte()).Message.ShouldContain("found 412 PreconditionFailed, expected an object that stays as it is while it is read");
    }

    private static string[] Reads(EndpointFolder folder) => [.. folder.Store.Calls.Where(call => call.StartsWith("read", StringComparison.Ordinal))];
}
