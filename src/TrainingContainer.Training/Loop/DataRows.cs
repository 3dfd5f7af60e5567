using TorchSharp;
using TrainingContainer.Data;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Rows that are found by their index: all of a table, or some of it.</summary>
/// <param name="Features">The table's features.</param>
/// <param name="Classes">Class index of every row of the table; null for regression.</param>
/// <param name="Numbers">Standardized number of every row of the table; null for classification. Without both, targets mean nothing.</param>
/// <param name="Rows">The rows that belong to this set; null for all.</param>
public sealed record DataRows(IFeatureRows Features, int[]? Classes, float[]? Numbers, int[]? Rows) : DataSet
{
    /// <summary>Data sets up to this size live on the GPU as a whole: a batch is then one gather, with no copy from the host.</summary>
    private const long ResidentBytesMax = 4L << 30;

    /// <inheritdoc/>
    public override long Count => Rows?.Length ?? Features.RowCount;

    /// <summary>How features are standardized when they are gathered; null when they are already.</summary>
    public FeatureStatistics? Standardization { get; init; }

    /// <inheritdoc/>
    public override BatchSource Batches(int batchSize, long? shuffleSeed, IReadOnlyList<long> inputShape, Device device, CancellationToken stop)
    {
        var order = new BatchOrder(Rows, Count, batchSize, shuffleSeed);
        return device.type == DeviceType.CPU || 4 * Count * Features.ColumnCount > ResidentBytesMax
            ? new HostBatches(this, order, batchSize, inputShape, device)
            : new ResidentBatches(this, order, batchSize, inputShape, device);
    }

    /// <summary>Gathers standardized rows.</summary>
    /// <param name="indexes">0-based rows of the table.</param>
    /// <param name="destination">Receives them, one after the other.</param>
    public void CopyRows(ReadOnlySpan<int> indexes, Span<float> destination)
    {
        Features.CopyRows(indexes, destination);
        var columns = Features.ColumnCount;
        for (var i = 0; Standardization is not null && i < indexes.Length; i++)
            Standardization.Standardize(destination.Slice(i * columns, columns));
    }
}
