using TrainingContainer.LocalSageMaker.Requests;

namespace TrainingContainer.LocalSageMaker.Containers;

/// <summary>What a host starts.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Folder">Its folder on this machine.</param>
/// <param name="Request">The job.</param>
/// <param name="Variables">The environment that the service gives it.</param>
internal sealed record ContainerPlan(string Host, string Folder, TrainingJobRequest Request, IReadOnlyDictionary<string, string> Variables)
{
    private const string DefaultArgument = "train";

    /// <summary>The folder that the container sees as <c>/opt/ml</c>.</summary>
    public string MlFolder => MlFolderOf(Folder);

    /// <summary>The arguments after the program or the entrypoint: <c>train</c> only where the request has neither entrypoint nor arguments.</summary>
    public IReadOnlyList<string> Arguments => Request is { Entrypoint.Count: 0, Arguments.Count: 0 } ? [DefaultArgument] : Request.Arguments;

    /// <summary>The folder that stands for <c>/opt/ml</c> in a host's folder.</summary>
    public static string MlFolderOf(string hostFolder) => Path.Combine(hostFolder, "ml");

    /// <summary>Where a path of the container lies on this machine.</summary>
    public static string OnThisMachine(string hostFolder, string path)
    {
        const string ml = SageMaker.JobPaths.DefaultBaseDirectory;
        return path == ml || path.StartsWith($"{ml}/", StringComparison.Ordinal)
            ? Path.Combine(MlFolderOf(hostFolder), path[ml.Length..].TrimStart('/'))
            : Path.Combine(hostFolder, "mounts", path.TrimStart('/'));
    }
}
