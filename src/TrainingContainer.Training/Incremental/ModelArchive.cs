using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Takes the model's two files, and nothing else, out of a model.tar.gz.</summary>
internal static class ModelArchive
{
    private static readonly string[] Wanted = [ModelArtifact.DescriptionFile, ModelArtifact.WeightsFile];

    /// <summary>Unpacks model.json and model.safetensors.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">An empty folder; what was written before a failure stays there.</param>
    /// <param name="stop">Ends unpacking.</param>
    /// <exception cref="InvalidDataException">The archive is refused, with the reason.</exception>
    /// <exception cref="IOException">The archive can't be read, or the disk is full.</exception>
    public static void Unpack(string path, string folder, CancellationToken stop)
    {
        var names = TarArchive.Unpack(path, folder, Wanted.Contains, string.Join(" and ", Wanted), stop);
        if (Wanted.Except(names).ToArray() is not { Length: > 0 } missing)
            return;
        var found = names.Count == 0 ? "nothing" : string.Join(", ", names.Take(10).Select(Shown.Plain)) + (names.Count > 10 ? ", …" : "");
        throw new InvalidDataException($"found {found}, expected {string.Join(" and ", missing)} at the top of the archive");
    }
}
