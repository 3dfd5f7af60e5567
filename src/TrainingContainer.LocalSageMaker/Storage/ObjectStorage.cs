using System.Runtime.CompilerServices;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.S3;

namespace TrainingContainer.LocalSageMaker.Storage;

/// <summary>Opens what a job's options name in the place of S3.</summary>
internal static class ObjectStorage
{
    /// <summary>Connects to nothing yet. The AWS SDK is loaded for an endpoint only.</summary>
    /// <param name="options">The job's.</param>
    /// <param name="folder">The job's folder: uploads to an endpoint are first written there.</param>
    /// <param name="warn">Is told what is odd.</param>
    /// <param name="time">For time limits and pauses.</param>
    public static IObjectStorage Open(RunOptions options, JobFolder folder, Action<string> warn, TimeProvider time) =>
        options.S3Endpoint is { } endpoint ? Remote(endpoint, options.Region, folder, warn, time) : new S3Root(options.S3Root);

    // on its own, so that none of these types is looked up before
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static S3Endpoint Remote(string endpoint, string region, JobFolder folder, Action<string> warn, TimeProvider time)
    {
        var limits = TransferLimits.Default;
        return new S3Endpoint(
            () => new ResilientStore(AmazonObjectStore.Open(name => Variable(name, endpoint, region), limits.AttemptTimeMax), limits, time),
            limits, endpoint == RunOptions.AmazonItself ? "S3" : $"S3 at {endpoint}", folder.Uploads, warn);
    }

    private static string? Variable(string name, string endpoint, string region) => name switch
    {
        "AWS_ENDPOINT_URL_S3" => endpoint == RunOptions.AmazonItself ? null : endpoint,
        "AWS_ENDPOINT_URL" => null,
        "AWS_REGION" => Environment.GetEnvironmentVariable(name) ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") ?? region,
        _ => Environment.GetEnvironmentVariable(name),
    };
}
