using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>The model of the channel "model": its description, and its weights ready to be read. An archive is unpacked as long as this lives.</summary>
public sealed class PretrainedModel : IDisposable
{
    /// <summary>The name of the archive that SageMaker makes of a job's model folder.</summary>
    public const string ArchiveFile = "model.tar.gz";

    private const int FilesMax = 10_000;
    private const int FolderDepthMax = 8;
    private const string Fix = "set the channel's S3Uri to the ModelArtifacts of a job of this program, s3://…/output/model.tar.gz";

    private readonly string? _temporary;

    private PretrainedModel(SavedModel description, SafetensorsReader weights, string? temporary) =>
        (Description, Weights, _temporary) = (description, weights, temporary);

    /// <summary>From model.json.</summary>
    public SavedModel Description { get; }

    /// <summary>From model.safetensors.</summary>
    public SafetensorsReader Weights { get; }

    /// <summary>Opens the model of a job's channel; null when there is no such channel.</summary>
    /// <param name="channels">Of the job.</param>
    /// <param name="stop">Ends unpacking.</param>
    /// <exception cref="JobInputException">There is no model, or it is damaged, or may not be read; all reasons are in it.</exception>
    /// <exception cref="IOException">It can't be read, or there is no room to unpack it.</exception>
    /// <exception cref="OperationCanceledException">The job is to stop.</exception>
    public static PretrainedModel? Open(IReadOnlyDictionary<string, Channel> channels, CancellationToken stop)
    {
        if (!channels.TryGetValue(TrainingChannels.Model.Name, out var channel))
            return null;
        try
        {
            return Open(channel, stop);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new JobInputException([NoPermission.Of($"channel {channel.Name}", exception, channel.Directory)]);
        }
    }

    private static PretrainedModel Open(Channel channel, CancellationToken stop)
    {
        var found = Find(channel);
        if (Path.GetFileName(found) != ArchiveFile)
            return Open(Path.GetDirectoryName(found)!, null);
        var temporary = Directory.CreateTempSubdirectory("model-").FullName;
        try
        {
            ModelArchive.Unpack(found, temporary, stop);
            return Open(temporary, temporary);
        }
        catch (Exception exception)
        {
            Directory.Delete(temporary, recursive: true);
            if (exception is InvalidDataException)
                throw new JobInputException([new(Where(ArchiveFile), exception.Message, Fix)]);
            throw;
        }
    }

    /// <summary>Closes the weights and removes what was unpacked.</summary>
    public void Dispose()
    {
        Weights.Dispose();
        if (_temporary is not null && Directory.Exists(_temporary))
            Directory.Delete(_temporary, recursive: true);
    }

    /// <summary>The archive, or the description that lies beside its weights.</summary>
    private static string Find(Channel channel)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = FolderDepthMax, AttributesToSkip = 0, IgnoreInaccessible = false };
        string[] files = Directory.Exists(channel.Directory)
            ? [.. Directory.EnumerateFiles(channel.Directory, "*", options).Take(FilesMax).Order(StringComparer.Ordinal)]
            : [];
        // a pipe, which has no length, would be waited for
        string[] models = [.. files.Where(file => new FileInfo(file).Length > 0).Where(file => Path.GetFileName(file) == ArchiveFile
            || (Path.GetFileName(file) == ModelArtifact.DescriptionFile && files.Contains(Path.Combine(Path.GetDirectoryName(file)!, ModelArtifact.WeightsFile))))];
        if (models is [var one])
            return one;
        var shown = (models.Length > 1 ? models : files).Take(10).Select(file => Shown.Plain(Path.GetRelativePath(channel.Directory, file))).ToArray();
        throw new JobInputException([new($"channel {channel.Name}",
            $"found {(shown.Length == 0 ? "no files" : string.Join(", ", shown))} in {channel.Directory}, expected one model: {ArchiveFile}, or {ModelArtifact.DescriptionFile} and {ModelArtifact.WeightsFile} side by side", Fix)]);
    }

    private static PretrainedModel Open(string folder, string? temporary)
    {
        var mistakes = new List<Mistake>();
        var description = SavedModel.Read(Path.Combine(folder, ModelArtifact.DescriptionFile), Where(ModelArtifact.DescriptionFile), mistakes);
        var path = Path.Combine(folder, ModelArtifact.WeightsFile);
        SafetensorsReader? weights = null;
        try
        {
            weights = SafetensorsReader.Open(path);
        }
        catch (InvalidDataException exception)
        {
            mistakes.Add(new(Where(ModelArtifact.WeightsFile), Shown.OneLine(exception.Message).Replace($"{path}: ", "", StringComparison.Ordinal), Fix));
        }
        if (description is not null && weights is not null)
            return new(description, weights, temporary);
        weights?.Dispose();
        throw new JobInputException(mistakes);
    }

    private static string Where(string file) => $"channel {TrainingChannels.Model.Name}, file {file}";
}
