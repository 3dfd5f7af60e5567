using TrainingContainer.Data;

namespace TrainingContainer.Training;

/// <summary>Batches of a data set on the training device, pass after pass.</summary>
public abstract class BatchSource : IDisposable
{
    /// <summary>Batches of one pass.</summary>
    public abstract long StepsPerEpoch { get; }

    /// <summary>Prepares a pass.</summary>
    /// <param name="epoch">0-based.</param>
    public abstract void BeginEpoch(long epoch);

    /// <summary>A batch of the pass begun last; its tensors are valid until the next call.</summary>
    /// <param name="step">0-based, within the pass; a stream gives them in their order only, from any first one.</param>
    /// <exception cref="DataException">A row of a stream can't be used, or it can't be read on.</exception>
    /// <exception cref="OperationCanceledException">The job is to stop.</exception>
    public abstract Batch At(long step);

    /// <inheritdoc/>
    public abstract void Dispose();
}
