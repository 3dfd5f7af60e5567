using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.S3.Tests;
using TrainingContainer.S3.Tests.Server;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Storage;

/// <summary>What the options open, against moto's S3.</summary>
public sealed class S3EndpointServerTests(MotoServer server) : IClassFixture<MotoServer>
{
    public static bool IsMissing => MotoServer.IsMissing;

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public async Task ObjectsInOneAndInManyParts_GoThereAndComeBack()
    {
        using var folder = new TemporaryFolder();
        var (storage, bucket) = (Open(folder, server.Address.ToString()), await server.NewBucket());
        var large = Bytes.Of((20 << 20) + 5);
        storage.Put(new S3Location(bucket, "data/large"), stream => stream.Write(large));
        storage.Put(new S3Location(bucket, "data/ä b+&%"), stream => stream.Write("small"u8));
        storage.Put(new S3Location(bucket, "data/empty"), _ => { });

        storage.List(new S3Location(bucket, "da")).ShouldBe(["data/empty", "data/large", "data/ä b+&%"]);
        using (var stream = storage.Open(new S3Location(bucket, "data/large")))
        {
            var copy = new MemoryStream();
            await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
            copy.ToArray().AsSpan().SequenceEqual(large).ShouldBeTrue();
        }

        storage.Fetch([(new S3Location(bucket, "data/ä b+&%"), folder.PathOf("small"))]);
        (await File.ReadAllTextAsync(folder.PathOf("small"), TestContext.Current.CancellationToken)).ShouldBe("small");
        storage.Delete(new S3Location(bucket, "data/large"));
        storage.List(new S3Location(bucket, "")).ShouldBe(["data/empty", "data/ä b+&%"]);
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public void MissingBucket_IsNamedWithItsEndpoint()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<StorageException>(() => Open(folder, server.Address.ToString()).List(new S3Location("nobody", "train/"))).Message
            .ShouldStartWith($"S3 at {server.Address}: s3://nobody/train/: found 404 NoSuchBucket (The specified bucket does not exist), expected a bucket nobody. Fix: ");
    }

    private static IObjectStorage Open(TemporaryFolder folder, string endpoint) =>
        ObjectStorage.Open(new RunOptions { S3Root = "", S3Endpoint = endpoint }, new JobFolder(folder.PathOf("job")), _ => { }, TimeProvider.System);
}
