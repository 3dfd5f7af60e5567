using TrainingContainer.LocalSageMaker.Channels;
using TrainingContainer.LocalSageMaker.Checkpoints;
using TrainingContainer.LocalSageMaker.Containers;
using TrainingContainer.LocalSageMaker.Hosts;
using TrainingContainer.LocalSageMaker.Metrics;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>One attempt of a job on one host: its folder, its channels, its container, its checkpoints.</summary>
internal sealed class JobHostRun : IDisposable
{
    private const int FailureBytesMax = 4 * JobOutcome.ReasonLengthMax;

    private readonly TrainingJobRequest _request;
    private readonly JobHost _host;
    private readonly string _folder;
    private readonly JobPaths _paths;
    private readonly CheckpointSync? _checkpoints;
    private readonly bool _isRemote;
    private readonly List<PipeChannel> _pipes = [];
    private Task _uploading = Task.CompletedTask;
    private HostLog? _log;
    private IContainer? _container;

    /// <summary>Lays out the host's folder anew: a restarted attempt is a new container.</summary>
    public JobHostRun(TrainingJobRequest request, JobHost host, string folder, IObjectStorage storage, string networkInterface, Action<string>? warn = null)
    {
        (_request, _host, _folder, _paths) = (request, host, folder, new JobPaths(ContainerPlan.MlFolderOf(folder)));
        HostConfiguration.Write(request, host, _paths, networkInterface);
        _isRemote = storage.IsRemote;
        if (request.Checkpoints is { } uri) _checkpoints = new CheckpointSync(storage, uri, ContainerPlan.OnThisMachine(folder, request.CheckpointPath), warn);
        _checkpoints?.Restore();
    }

    /// <summary>Whether there is a container.</summary>
    public bool IsStarted => _container is not null;

    /// <summary>The container's end.</summary>
    public Task<int> Exit => _container!.Exit;

    /// <summary>Why a channel cannot be fed any more; null while all can.</summary>
    public Exception? ChannelFault => _pipes.Select(pipe => pipe.Fault).FirstOrDefault(fault => fault is not null);

    /// <summary>Gives the host its channels.</summary>
    /// <param name="sources">What each channel consists of.</param>
    /// <param name="hosts">All hosts.</param>
    /// <param name="storage">Where the objects are.</param>
    /// <param name="options">How fast pipes are.</param>
    public void Fill(IReadOnlyDictionary<string, ChannelSource> sources, IReadOnlyList<JobHost> hosts, IObjectStorage storage, RunOptions options)
    {
        foreach (var channel in _request.Channels.Where(_host.Has))
        {
            var sharing = hosts.Where(host => host.Has(channel)).ToList();
            IEnumerable<ChannelItem> Items(int epoch) => sources[channel.Name].Items(epoch, sharing.IndexOf(_host), sharing.Count);
            if (channel.InputMode == "Pipe") _pipes.Add(new PipeChannel(storage, channel, Items, _paths.Channel(channel.Name), options.PipeBytesPerSecond));
            else FileChannel.Fill(storage, channel, Items(0), _paths.Channel(channel.Name));
        }
    }

    /// <summary>Starts the container.</summary>
    public void Start(IContainerEngine engine, IReadOnlyDictionary<string, string> variables, HostLog log)
    {
        _log = log;
        _container = engine.Start(new ContainerPlan(_host.Name, _folder, _request, variables), log.Add);
    }

    /// <summary>Takes checkpoints up; to an endpoint beside whatever else is done, and not before the last time has ended.</summary>
    public void UploadCheckpoints()
    {
        if (_checkpoints is null || !_uploading.IsCompleted) return;
        _uploading.GetAwaiter().GetResult();
        if (_isRemote) _uploading = Task.Run(_checkpoints.Upload);
        else _checkpoints.Upload();
    }

    /// <summary>Takes up what the container has left, and waits until it is there.</summary>
    public async Task UploadLastCheckpointsAsync()
    {
        await _uploading;
        UploadCheckpoints();
        await _uploading;
    }

    /// <summary>Sends SIGTERM, unless the container has ended.</summary>
    public void Terminate()
    {
        if (!Exit.IsCompleted) _container!.Terminate();
    }

    /// <summary>Sends SIGKILL, unless the container has ended.</summary>
    public void Kill()
    {
        if (!Exit.IsCompleted) _container!.Kill();
    }

    /// <summary>Why the container failed, as FailureReason says it.</summary>
    public string FailureReason()
    {
        var text = "";
        using (var file = RegularFile.TryOpen(_paths.FailureFile))
        {
            if (file is not null)
            {
                var bytes = new byte[FailureBytesMax];
                text = System.Text.Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).Trim();
            }
        }

        var code = $", exit code: {Exit.Result}";
        return $"AlgorithmError: {Shown.Cut(text + " ", JobOutcome.ReasonLengthMax - "AlgorithmError: ".Length - code.Length).TrimEnd()}{code}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _container?.Dispose();
        foreach (var pipe in _pipes) pipe.Dispose();
        _log?.Dispose();
        // the next attempt must not meet it
        _uploading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
    }
}
