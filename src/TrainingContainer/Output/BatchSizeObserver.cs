using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Output;

/// <summary>Lets the failure placeholder name the batch size, once it is known, and hands everything on.</summary>
/// <param name="placeholder">Is told.</param>
/// <param name="inner">The next observer.</param>
internal sealed class BatchSizeObserver(FailurePlaceholder placeholder, TrainingObserver inner) : ForwardingObserver(inner)
{
    public override void RequestRead(JobRequest request)
    {
        placeholder.NameBatchSize(request.Settings.Data.BatchSize);
        base.RequestRead(request);
    }
}
