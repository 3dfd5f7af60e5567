namespace TrainingContainer.SageMaker;

/// <summary>Tells a disk that has no room from one that fails otherwise.</summary>
public static class DiskSpace
{
    // errno values of Linux, which .NET puts into HResult
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    /// <summary>Whether something could not be written because the disk, or the share of it that may be used, is full.</summary>
    /// <param name="exception">What writing threw.</param>
    public static bool IsExhausted(Exception exception) => exception is IOException { HResult: NoSpace or QuotaExceeded };
}
