namespace TrainingContainer.Training;

/// <summary>While it lives, every write of this process tells where it is, and what it is told may throw or end the process.</summary>
internal sealed class FaultScope : IDisposable
{
    private static volatile Action<FaultPoint, string, long>? s_current;

    /// <summary>Begins the scope; there is one at a time.</summary>
    /// <param name="reached">The place, the file, and its bytes so far. Runs on the writing thread.</param>
    public FaultScope(Action<FaultPoint, string, long> reached) => s_current = reached;

    /// <summary>Tells the scope, if there is one.</summary>
    public static void Reach(FaultPoint point, string path, long bytes = 0) => s_current?.Invoke(point, path, bytes);

    /// <inheritdoc/>
    public void Dispose() => s_current = null;
}
