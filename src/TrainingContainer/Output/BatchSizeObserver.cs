using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Output;

/// <summary>Lets the failure placeholder name the batch size, once it is known, and hands everything on.</summary>
/// <param name="placeholder">Is told.</param>
/// <param name="inner">The next observer.</param>
internal sealed class BatchSizeObserver(FailurePlaceholder placeholder, TrainingObserver inner) : TrainingObserver
{
    public override void RequestRead(JobRequest request)
    {
        placeholder.NameBatchSize(request.Settings.Data.BatchSize);
        inner.RequestRead(request);
    }

    public override void Notice(string message) => inner.Notice(message);

    public override void Warning(string message) => inner.Warning(message);

    public override void TrainingStarted(int epochs, long stepsPerEpoch) => inner.TrainingStarted(epochs, stepsPerEpoch);

    public override void StepCompleted(int epoch, long step, int rows, Func<double> meanLoss) => inner.StepCompleted(epoch, step, rows, meanLoss);

    public override void EpochCompleted(EpochResult result) => inner.EpochCompleted(result);

    public override void TrainingEnded() => inner.TrainingEnded();
}
