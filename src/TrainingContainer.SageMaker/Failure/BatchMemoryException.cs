namespace TrainingContainer.SageMaker;

/// <summary>Memory did not suffice for batches of a known size. The failure text then names the size to try.</summary>
/// <param name="batchSize">Rows of a batch.</param>
/// <param name="cause">What the allocator said.</param>
public sealed class BatchMemoryException(int batchSize, Exception cause) : Exception($"training with batches of {batchSize} rows", cause)
{
    /// <summary>Rows of a batch.</summary>
    public int BatchSize { get; } = batchSize;

    /// <summary>What to try: half as many rows, then a smaller model or a larger instance.</summary>
    public static string Advice(int batchSize) =>
        batchSize > 1 ? $"try batch_size={batchSize / 2} instead of {batchSize}" : "use a smaller model: batch_size is 1 already";
}
