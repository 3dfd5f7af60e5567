namespace TrainingContainer.LocalSageMaker.Containers;

/// <summary>A container that runs, or has run.</summary>
internal interface IContainer : IDisposable
{
    /// <summary>Ends with the exit code, once all that was printed has been taken; 128 + n after signal n.</summary>
    Task<int> Exit { get; }

    /// <summary>Sends SIGTERM to the container's first process.</summary>
    void Terminate();

    /// <summary>Kills every process of the container.</summary>
    void Kill();
}
