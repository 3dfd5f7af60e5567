using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.S3;
using TrainingContainer.S3.Tests;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Storage;

/// <summary>An endpoint on a store in memory, in small pieces, with a folder for its uploads that is gone after the test.</summary>
internal sealed class EndpointFolder : IDisposable
{
    public const int PieceBytes = 1_000;

    private readonly TemporaryFolder _folder = new();

    public EndpointFolder(MemoryStore? store = null)
    {
        Store = store ?? new MemoryStore();
        Endpoint = new S3Endpoint(() => Store, new TransferLimits { PieceBytes = PieceBytes, Parallel = 3 }, "S3 in memory", PathOf("uploads"), Warnings.Add);
    }

    public MemoryStore Store { get; }

    public S3Endpoint Endpoint { get; }

    public List<string> Warnings { get; } = [];

    public static S3Location At(string key) => new(MemoryStore.Bucket, key);

    public string PathOf(params string[] path) => _folder.PathOf(path);

    public void Dispose() => _folder.Dispose();
}
