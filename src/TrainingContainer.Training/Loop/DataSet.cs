using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Rows with their targets, standardized when they come as batches.</summary>
public abstract record DataSet
{
    /// <summary>How many rows.</summary>
    public abstract long Count { get; }

    /// <summary>Batches of one pass.</summary>
    /// <param name="batchSize">The most rows of one.</param>
    public long StepsPerEpoch(int batchSize) => (Count + batchSize - 1) / batchSize;

    /// <summary>The rows as batches.</summary>
    /// <param name="batchSize">The most rows of one.</param>
    /// <param name="shuffleSeed">The job's seed; null for the order of the rows.</param>
    /// <param name="inputShape">Shape of one row.</param>
    /// <param name="device">Where the batches go.</param>
    /// <param name="stop">Ends every wait for rows.</param>
    public abstract BatchSource Batches(int batchSize, long? shuffleSeed, IReadOnlyList<long> inputShape, Device device, CancellationToken stop);
}
