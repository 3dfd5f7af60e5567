namespace TrainingContainer.CloudWatch;

/// <summary>Waits that end.</summary>
internal static class BoundedWait
{
    /// <summary>Waits for a task; the time limit is the time provider's.</summary>
    /// <returns>False when it has not ended by then.</returns>
    public static bool EndsWithin(this Task task, TimeSpan limit, TimeProvider time)
    {
        try
        {
            task.WaitAsync(limit, time).GetAwaiter().GetResult();
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
