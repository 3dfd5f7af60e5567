using TrainingContainer.S3;
using TrainingContainer.SageMaker;

namespace Benchmarks;

/// <summary>
/// Copies one file to S3 or one object from there, as a job does, and says nothing: s3.py times the whole process beside <c>aws s3 cp</c>.
/// Endpoint and credentials come from the environment.
/// </summary>
internal static class S3Benchmark
{
    public static int Run(Arguments arguments)
    {
        var file = Path.GetFullPath(arguments.Subject);
        if (S3Location.TryParse(arguments.Text("--upload", "")) is { } target)
        {
            using var store = new ResilientStore(AmazonObjectStore.Open(Environment.GetEnvironmentVariable, TransferLimits.Default.AttemptTimeMax), TransferLimits.Default, TimeProvider.System);
            new Upload(store, TransferLimits.Default).RunAsync(file, target.Bucket, target.Key, CancellationToken.None).GetAwaiter().GetResult();
            return 0;
        }
        if (S3Location.TryParse(arguments.Text("--download", "")) is not { } source)
            throw new ArgumentException("Expected --upload or --download with s3://BUCKET/KEY.");
        using var storage = new S3JobStorage(Environment.GetEnvironmentVariable, _ => { }, Console.Error.WriteLine, TimeProvider.System);
        storage.FetchObject(source, file, long.MaxValue, "benchmark", CancellationToken.None);
        return 0;
    }
}
