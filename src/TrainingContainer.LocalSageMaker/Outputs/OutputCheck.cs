using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.S3;

namespace TrainingContainer.LocalSageMaker.Outputs;

/// <summary>Finds out before training, rather than after it, that a job's results can't be uploaded.</summary>
internal static class OutputCheck
{
    private const string ProbeName = ".write-check";

    /// <summary>Puts an object where the results will go, and removes it.</summary>
    /// <param name="storage">Where to.</param>
    /// <param name="request">The job.</param>
    /// <param name="warn">Is told of what may pass, and of a probe that may not be removed.</param>
    /// <returns>Why nothing can be written there; null when something can, or when that can't be found out now.</returns>
    public static string? Run(IObjectStorage storage, TrainingJobRequest request, Action<string> warn)
    {
        var probe = OutputUpload.TargetOf(request).Within(ProbeName);
        try
        {
            storage.Put(probe, _ => { });
        }
        catch (StorageException exception) when (exception.InnerException is ObjectStoreException { IsTransient: true })
        {
            warn($"it can't be told now whether results can be written: {exception.Message}");
            return null;
        }
        catch (Exception exception) when (exception is StorageException or IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }

        try
        {
            storage.Delete(probe);
        }
        catch (Exception exception) when (exception is StorageException or IOException or UnauthorizedAccessException)
        {
            warn($"{probe}, which was written to find out whether that is allowed, stays: {exception.Message}");
        }

        return null;
    }
}
