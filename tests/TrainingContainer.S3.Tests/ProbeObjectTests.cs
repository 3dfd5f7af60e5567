using TrainingContainer.SageMaker;

namespace TrainingContainer.S3.Tests;

public sealed class ProbeObjectTests
{
    private readonly MemoryStore _store = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<ObjectStoreException?> Probe(string prefix) => ProbeObject.RunAsync(_store, new S3Location(MemoryStore.Bucket, prefix), Stop);

    [Theory]
    [InlineData("out/digits", "out/digits/")]
    [InlineData("out/digits/", "out/digits/")]
    [InlineData("", "")]
    public async Task Probe_IsWrittenBelowThePrefix_AndDeletedAgain(string prefix, string folder)
    {
        (await Probe(prefix)).ShouldBeNull();
        _store.Calls.ShouldBe([$"write {folder}.write-check.sagemaker-ignore", $"delete {folder}.write-check.sagemaker-ignore"]);
        _store.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task MissingPermissionToWrite_IsThrown()
    {
        _store.Fault = call => call.StartsWith("write") ? new ObjectStoreException(ObjectStoreFailure.AccessDenied, "403 AccessDenied") : null;
        (await Should.ThrowAsync<ObjectStoreException>(() => Probe("out"))).Failure.ShouldBe(ObjectStoreFailure.AccessDenied);
    }

    [Fact]
    public async Task MissingPermissionToDelete_IsTold_AndIsNoFailure()
    {
        _store.Fault = call => call.StartsWith("delete") ? new ObjectStoreException(ObjectStoreFailure.AccessDenied, "403 AccessDenied") : null;
        (await Probe("out")).ShouldNotBeNull().Failure.ShouldBe(ObjectStoreFailure.AccessDenied);
        _store.Objects.Keys.ShouldBe(["out/.write-check.sagemaker-ignore"]);
    }
}
