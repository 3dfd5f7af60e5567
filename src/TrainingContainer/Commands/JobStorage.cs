using TrainingContainer.S3;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>Says whether this program moves what lies in S3, or the service.</summary>
internal static class JobStorage
{
    /// <summary>The storage of a job outside of SageMaker; null for the service's own jobs. It costs nothing until it is asked for something.</summary>
    public static IJobStorage? Open(TrainingObserver observer, TimeProvider time) => Open(observer.Notice, observer.Warning, time);

    /// <inheritdoc cref="Open(TrainingObserver,TimeProvider)"/>
    public static IJobStorage? Open(Action<string> notice, Action<string> warn, TimeProvider time) =>
        ServiceHyperparameters.IsService(Environment.GetEnvironmentVariable) ? null : new S3JobStorage(Environment.GetEnvironmentVariable, notice, warn, time);
}
