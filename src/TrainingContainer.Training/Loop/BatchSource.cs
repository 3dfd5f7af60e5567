using TorchSharp;
using TrainingContainer.Data;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Batches of a data set on the training device, in the order that <see cref="BatchOrder"/> says.</summary>
public abstract class BatchSource : IDisposable
{
    /// <summary>Data sets up to this size live on the GPU as a whole: a batch is then one gather, with no copy from the host.</summary>
    private const long ResidentBytesMax = 4L << 30;

    private protected BatchSource(BatchOrder order) => Order = order;

    /// <summary>Batches of one pass.</summary>
    public long StepsPerEpoch => Order.StepsPerEpoch;

    private protected BatchOrder Order { get; }

    /// <summary>Prepares a pass.</summary>
    /// <param name="epoch">0-based.</param>
    public abstract void BeginEpoch(long epoch);

    /// <summary>A batch of the pass begun last; its tensors are valid until the next call.</summary>
    /// <param name="step">0-based, within the pass.</param>
    public abstract Batch At(long step);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The batches of some rows.</summary>
    /// <param name="rows">Features and targets.</param>
    /// <param name="order">Which rows make which batch.</param>
    /// <param name="batchSize">The most rows of a batch.</param>
    /// <param name="inputShape">Shape of one row.</param>
    /// <param name="device">Where the batches go.</param>
    public static BatchSource For(DataRows rows, BatchOrder order, int batchSize, IReadOnlyList<long> inputShape, Device device) =>
        device.type == DeviceType.CPU || 4 * rows.Count * rows.Features.ColumnCount > ResidentBytesMax
            ? new HostBatches(rows, order, batchSize, inputShape, device)
            : new ResidentBatches(rows, order, batchSize, inputShape, device);
}
