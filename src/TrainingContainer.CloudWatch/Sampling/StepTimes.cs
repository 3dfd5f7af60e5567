using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch;

/// <summary>The mean times of the steps between two samples, from the sums that the training thread keeps anyway.</summary>
/// <param name="sums">Read now: steps done, and the seconds in steps and in waiting for batches, all of them only growing.</param>
public sealed class StepTimes(Func<(long Steps, double StepSeconds, double DataWaitSeconds)> sums) : IMetricSource
{
    private (long Steps, double StepSeconds, double DataWaitSeconds) _before;

    /// <inheritdoc/>
    public IEnumerable<(Metric Metric, double Value)> Sample()
    {
        var (before, now) = (_before, sums());
        var steps = now.Steps - before.Steps;
        // a step that takes longer than a period: its time counts with the sample in which it ends
        if (steps <= 0)
            return [];
        _before = now;
        return
        [
            (CloudWatchMetrics.StepSeconds, (now.StepSeconds - before.StepSeconds) / steps),
            (CloudWatchMetrics.DataWaitSeconds, (now.DataWaitSeconds - before.DataWaitSeconds) / steps),
        ];
    }
}
