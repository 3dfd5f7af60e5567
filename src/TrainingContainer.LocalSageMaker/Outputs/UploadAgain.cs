using TrainingContainer.LocalSageMaker.Hosts;
using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.LocalSageMaker.Storage;

namespace TrainingContainer.LocalSageMaker.Outputs;

/// <summary>Uploads the results of a job whose upload failed, and gives the job the end that it would have had.</summary>
internal static class UploadAgain
{
    /// <summary>The command.</summary>
    public const string Verb = "retry-upload";

    /// <summary>Runs it.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Is told what is odd.</param>
    /// <param name="storage">What stands for S3; null for what the job's options name.</param>
    /// <exception cref="ServiceException">The job keeps no results.</exception>
    /// <exception cref="IOException">They can't be uploaded; they are still kept.</exception>
    public static void Run(JobFolder folder, TimeProvider time, Action<string> warn, IObjectStorage? storage = null)
    {
        using var runnerLock = folder.TryLock();
        var state = folder.ReadState();
        if (runnerLock is null || state.OutcomeOfTraining is not { } outcome)
            throw new ServiceException("ValidationException", $"The request was rejected because the training job {folder.Name} keeps no results that could not be uploaded; it is in status {state.Status}");
        var request = TrainingJobRequest.Read(folder.ReadRequest(), new RequestFindings());
        string[] hosts = [.. JobHost.All(request).Select(host => folder.Host(host.Name))];
        if (!hosts.Any(Directory.Exists))
            throw new ServiceException("ValidationException", $"The request was rejected because the results of the training job {folder.Name} are no longer in {folder.Hosts}");
        try
        {
            state = state with { ModelArtifacts = OutputUpload.Run(storage ?? ObjectStorage.Open(folder.ReadOptions(), folder, warn, time), request, hosts) };
        }
        catch (StorageException exception)
        {
            throw new IOException($"{exception.Message}. The results are still kept in {folder.Hosts}", exception);
        }

        // first: whoever is killed behind this has removed nothing that is not uploaded
        folder.Write(state.Over(outcome with { Message = $"{outcome.Message}; its results were uploaded later" }, time.GetUtcNow()) with { OutcomeOfTraining = null });
        HostData.Remove(hosts, keepResults: false);
        HostData.Remove(new DirectoryInfo(folder.Uploads));
    }
}
