using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Output;

/// <summary>Hands everything on; what a derived class does besides, it overrides.</summary>
/// <param name="inner">The next observer.</param>
internal abstract class ForwardingObserver(TrainingObserver inner) : TrainingObserver
{
    public override void RequestRead(JobRequest request) => inner.RequestRead(request);

    public override void TimeAccounted(Goodput goodput) => inner.TimeAccounted(goodput);

    public override void Measured(Metric metric, double value) => inner.Measured(metric, value);

    public override void Notice(string message) => inner.Notice(message);

    public override void Warning(string message) => inner.Warning(message);

    public override void TrainingStarted(int epochs, long stepsPerEpoch) => inner.TrainingStarted(epochs, stepsPerEpoch);

    public override void StepCompleted(int epoch, long step, int rows, Func<double> meanLoss) => inner.StepCompleted(epoch, step, rows, meanLoss);

    public override void EpochCompleted(EpochResult result) => inner.EpochCompleted(result);

    public override void TrainingEnded() => inner.TrainingEnded();
}
