using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// What of a job lies in S3, brought here and taken there: code, channels, checkpoints, results. Without storage (on SageMaker the service does
/// all of it) nothing is moved, and settings that ask for it are told to have no effect.
/// </summary>
/// <param name="paths">Where everything lies here.</param>
/// <param name="storage">Reaches S3; null where the service does.</param>
/// <param name="observer">Is told.</param>
internal sealed class JobTransfers(JobPaths paths, IJobStorage? storage, TrainingObserver observer) : IDisposable
{
    /// <summary>The longest wait for checkpoints on their way at the end of training; a stop ends it sooner.</summary>
    public static readonly TimeSpan FinishTimeMax = TimeSpan.FromMinutes(15);

    /// <summary>The longest wait when the job is stopping or has failed: a part of the 100 s that a stop may take.</summary>
    public static readonly TimeSpan HurriedFinishTimeMax = TimeSpan.FromSeconds(60);

    /// <summary>The largest archive of code: 256 MiB, packed.</summary>
    public const long CodeBytesMax = 256L << 20;

    private const string CodeChannel = "code";
    private const string OutputWhere = "hyperparameter output_s3_uri";

    private volatile string? _pending;
    private string? _code;
    private string _folder = "";
    private IFolderMirror? _mirror;

    /// <summary>
    /// What S3 does not have yet of what the job has been asked to take there; null while that is nothing. From any thread.
    /// </summary>
    public string? Pending => _pending;

    /// <summary>Brings the code of a model of the user's own.</summary>
    /// <param name="stop">Ends it.</param>
    /// <returns>Its folder, until this is disposed of; null when there is none to be brought.</returns>
    /// <exception cref="JobInputException">It can't be had.</exception>
    /// <exception cref="IOException">It can't be read or written.</exception>
    public string? FetchCode(CancellationToken stop)
    {
        if (storage is null || ModelProgram.Of(HyperparameterFile.Read(paths.HyperparametersFile, []), paths) is not { } program)
            return null;
        if (program.Folder is null)
        {
            // its declarations are needed before the other channels
            if (InputDataConfiguration.Read(paths, [], []).TryGetValue(CodeChannel, out var channel))
                Fetch(channel, stop);
            return null;
        }
        if (!S3Location.IsMeant(program.Folder))
            return null;
        const string Where = $"hyperparameter {ModelProgram.FolderName}";
        if (S3Location.TryParse(program.Folder) is not { } source || !source.Key.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase))
            throw ModelProgram.Refused(Where, $"found {Shown.Quoted(program.Folder)}, expected s3://BUCKET/KEY.tar.gz", "pack the folder of the assembly: tar -czf sourcedir.tar.gz -C FOLDER .");
        _code = Directory.CreateTempSubdirectory("code-").FullName;
        var archive = Path.Combine(_code, "sourcedir.tar.gz");
        storage.FetchObject(source, archive, CodeBytesMax, Where, stop);
        var folder = Directory.CreateDirectory(Path.Combine(_code, "files")).FullName;
        try
        {
            TarArchive.Unpack(archive, folder, _ => true, "an assembly and what it needs", stop);
        }
        catch (InvalidDataException exception)
        {
            throw ModelProgram.Refused(Where, $"{source}: {exception.Message}", "pack the folder of the assembly: tar -czf sourcedir.tar.gz -C FOLDER .");
        }
        return folder;
    }

    /// <summary>The job, with a folder for checkpoints if they are to be kept in S3; on SageMaker without sources that have no effect there.</summary>
    public JobRequest Adapt(JobRequest request)
    {
        if (storage is not null)
            return request.Settings.Storage.Checkpoints is null ? request : request with { CheckpointFolder = request.CheckpointFolder ?? paths.Checkpoints };
        foreach (var channel in request.Channels.Values.Where(channel => channel.Source is not null))
            observer.Warning($"channel {channel.Name}: S3Uri has no effect on SageMaker, which brings the channel itself");
        if (request.Settings.Storage.Checkpoints is not null)
            observer.Warning($"hyperparameter {TrainingHyperparameters.CheckpointS3Uri} has no effect on SageMaker: give the job a CheckpointConfig with this S3Uri, and SageMaker keeps the checkpoints there");
        if (request.Settings.Storage.Output is not null)
            observer.Warning($"hyperparameter {TrainingHyperparameters.OutputS3Uri} has no effect on SageMaker, which takes the results to OutputDataConfig's S3OutputPath itself");
        return request with { Channels = request.Channels.ToDictionary(named => named.Key, named => named.Value with { Source = null }, StringComparer.Ordinal) };
    }

    /// <summary>Brings the channels and the checkpoints, and begins to keep new checkpoints in S3; looks whether results have a bucket to go to.</summary>
    /// <exception cref="JobInputException">They can't be had, or results could not be taken there after hours of training.</exception>
    /// <exception cref="IOException">They can't be read or written.</exception>
    public void FetchInputs(JobRequest request, CancellationToken stop)
    {
        if (storage is null)
            return;
        if (request.Settings.Storage.Output is { } output)
            storage.CheckWritable(output, OutputWhere, stop);
        foreach (var channel in request.Channels.Values)
            Fetch(channel, stop);
        if (request.Settings.Storage.Checkpoints is not { } checkpoints)
            return;
        var rank = request.Resources.Rank;
        _folder = request.CheckpointFolder!;
        _mirror = storage.Mirror(
            checkpoints, _folder, name => CheckpointName.TryParse(name)?.Rank == rank || name == ProgressFile.NameOf(rank),
            $"hyperparameter {TrainingHyperparameters.CheckpointS3Uri}", stop);
    }

    /// <summary>Says, from any thread and at once, that checkpoints have come or gone.</summary>
    public void CheckpointsChanged() => _mirror?.Changed();

    /// <summary>Waits until S3 has the checkpoints, and takes the results there.</summary>
    /// <param name="request">Says where to.</param>
    /// <param name="job">The job's name; may be empty.</param>
    /// <param name="stop">A stop makes the wait for checkpoints shorter; whatever can still be saved is.</param>
    /// <exception cref="JobInputException">The results can't be taken there.</exception>
    /// <exception cref="IOException">The same, and it may pass.</exception>
    public void TakeResults(JobRequest request, string job, CancellationToken stop)
    {
        FinishMirror(stop.IsCancellationRequested ? HurriedFinishTimeMax : FinishTimeMax);
        if (storage is null || request.Settings.Storage.Output is not { } output)
            return;
        var folder = job.Length > 0 ? output.Within(job) : output;
        _pending = $"the results of {paths.Model} and {paths.OutputData} were not all uploaded to {folder}";
        // not the job's own wish to stop: what was learned is worth the rest of the time that a stop may take
        storage.UploadArchive(paths.Model, folder.Within("output/model.tar.gz"), OutputWhere, CancellationToken.None);
        storage.UploadArchive(paths.OutputData, folder.Within("output/output.tar.gz"), OutputWhere, CancellationToken.None);
        _pending = null;
    }

    /// <summary>Ends the mirror, whatever became of the job, and removes the code.</summary>
    public void Dispose()
    {
        FinishMirror(HurriedFinishTimeMax);
        if (_code is not null && Directory.Exists(_code))
            Directory.Delete(_code, recursive: true);
    }

    private void Fetch(Channel channel, CancellationToken stop)
    {
        if (channel is { Source: { } source, InputMode: not InputMode.Pipe })
            storage!.FetchPrefix(source, channel.Directory, $"channel {channel.Name}", stop);
    }

    private void FinishMirror(TimeSpan timeMax)
    {
        if (_mirror is null)
            return;
        _pending = $"the newest checkpoints of {_folder} were not all uploaded";
        _mirror.Finish(timeMax);
        _pending = null;
        _mirror.Dispose();
        _mirror = null;
    }
}
