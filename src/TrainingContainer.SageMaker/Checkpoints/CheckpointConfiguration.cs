namespace TrainingContainer.SageMaker;

/// <summary>Where the job's checkpoints go, from checkpointconfig.json.</summary>
/// <param name="Folder">The folder that the service keeps equal with S3; null when the job has none, and so no checkpoints.</param>
/// <remarks>Source: CheckpointConfig of the CreateTrainingJob API. The file is there only when the job was given one.</remarks>
public sealed record CheckpointConfiguration(string? Folder)
{
    /// <summary>The longest LocalPath, in characters: the API's limit.</summary>
    public const int LengthMax = 4096;

    private const string Member = "LocalPath";

    /// <summary>Reads the file. Member names are taken in any letter case, unknown members are skipped, and null means absent.</summary>
    /// <param name="paths">
    /// Where the file is. A LocalPath below <c>/opt/ml</c> moves with <see cref="JobPaths.BaseDirectory"/>, since the service's clients
    /// write it there whatever the machine; without one it is <see cref="JobPaths.Checkpoints"/>. Without the file it is that folder if
    /// it exists: then somebody mounted it.
    /// </param>
    /// <param name="mistakes">
    /// Where mistakes are added: a path that is too long, not absolute, or within the model, the output data or the channels, and
    /// whatever is wrong with the file.
    /// </param>
    public static CheckpointConfiguration Read(JobPaths paths, ICollection<Mistake> mistakes)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(mistakes);
        var file = paths.CheckpointConfigFile;
        if (!Path.Exists(file)) return new CheckpointConfiguration(Directory.Exists(paths.Checkpoints) ? paths.Checkpoints : null);
        if (ConfigurationFile.ReadMembers(file, mistakes) is not { } members) return new CheckpointConfiguration(Folder: null);
        var where = $"file {file}";
        if (JsonMembers.Text(members, Member, where, mistakes) is not { } given) return new CheckpointConfiguration(paths.Checkpoints);
        if (Obstacle(given, paths) is { } obstacle)
        {
            mistakes.Add(new Mistake(
                where, obstacle, $"leave {Member} out of the job's CheckpointConfig: it is then {JobPaths.DefaultBaseDirectory}/checkpoints"));
            return new CheckpointConfiguration(Folder: null);
        }

        return new CheckpointConfiguration(Moved(given, paths));
    }

    private static string? Obstacle(string given, JobPaths paths)
    {
        if (given.Length > LengthMax)
            return $"found a {Member} of {given.Length} characters, expected at most {LengthMax}";
        if (!Path.IsPathFullyQualified(given) || given.Contains('\0'))
            return $"found the {Member} {Shown.Quoted(given)}, expected an absolute path";
        var folder = Path.GetFullPath(Moved(given, paths));
        foreach (var (other, consequence) in new[]
        {
            (paths.Model, "all of it would be packed into model.tar.gz"), (paths.OutputData, "all of it would be packed into output.tar.gz"),
            (paths.InputData, "its files would be read as a channel's"),
        })
        {
            if (IsWithin(folder, Path.GetFullPath(other)))
                return $"found the {Member} {Shown.Quoted(given)} within {other}: {consequence}";
        }

        return null;
    }

    private static string Moved(string given, JobPaths paths)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given));
        return IsWithin(path, JobPaths.DefaultBaseDirectory)
            ? Path.Combine(paths.BaseDirectory, path[JobPaths.DefaultBaseDirectory.Length..].TrimStart('/'))
            : path;
    }

    private static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + '/', StringComparison.Ordinal);
}
