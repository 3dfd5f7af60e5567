namespace TrainingContainer.LocalSageMaker.Containers;

/// <summary>What starts containers: a process of this machine each, or docker.</summary>
internal interface IContainerEngine
{
    /// <summary>The interface on which hosts reach one another.</summary>
    string NetworkInterface { get; }

    /// <summary>Starts a container.</summary>
    /// <param name="plan">What to start.</param>
    /// <param name="line">Takes each line that it prints, from any thread.</param>
    /// <exception cref="ContainerStartException">It cannot be started.</exception>
    IContainer Start(ContainerPlan plan, Action<string> line);

    /// <summary>Ends what the job has left running, as after its runner was killed, and removes what its hosts shared.</summary>
    /// <param name="hostFolders">The hosts' folders.</param>
    void RemoveLeftovers(IEnumerable<string> hostFolders);
}
