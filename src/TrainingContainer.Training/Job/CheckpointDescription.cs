using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Says what a job's checkpoints are.</summary>
/// <param name="plan">The training.</param>
/// <param name="history">What was measured so far.</param>
/// <param name="threads">In effect.</param>
/// <param name="fingerprint">The job's rows, shortly.</param>
/// <param name="job">The training job's name; may be empty.</param>
/// <param name="goodput">Where the time went.</param>
/// <param name="time">For the moment that a checkpoint is taken.</param>
internal sealed class CheckpointDescription(
    TrainingPlan plan, MetricHistory history, int threads, DataFingerprint fingerprint, string job, Goodput goodput, TimeProvider time)
{
    /// <summary>What a checkpoint is that is taken now.</summary>
    /// <param name="position">How far training is.</param>
    public CheckpointMetadata At(TrainingPosition position) => new()
    {
        Job = job,
        Taken = time.GetUtcNow(),
        Position = position,
        History = history.Names,
        BestEpoch = history.BestEpoch,
        BestIsCurrent = position.StepInEpoch == 0 && position.Epoch == history.BestEpoch,
        Objective = plan.Objective.Name,
        Threads = threads,
        Device = plan.Device.Name,
        Settings = SecretNames.Redact(plan.Settings.Hyperparameters),
        CustomModel = plan.Settings.Custom?.Assembly.Identity,
        Data = fingerprint,
        Streams = plan.Data.Streams,
        Goodput = goodput.Record(position.Step),
        Versions = ProgramVersions.Current(),
    };
}
