namespace TrainingContainer.LocalSageMaker.State;

/// <summary>The words of TrainingJobStatus and SecondaryStatus.</summary>
internal static class JobStatus
{
    public const string InProgress = "InProgress";
    public const string Stopping = "Stopping";
    public const string Stopped = "Stopped";
    public const string Completed = "Completed";
    public const string Failed = "Failed";
    public const string Starting = "Starting";
    public const string Downloading = "Downloading";
    public const string Training = "Training";
    public const string Interrupted = "Interrupted";
    public const string Uploading = "Uploading";
    public const string MaxRuntimeExceeded = "MaxRuntimeExceeded";
    public const string MaxWaitTimeExceeded = "MaxWaitTimeExceeded";

    /// <summary>Whether a job with this TrainingJobStatus is over.</summary>
    public static bool IsFinal(string status) => status is Stopped or Completed or Failed;
}
