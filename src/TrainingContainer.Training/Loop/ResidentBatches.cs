using System.Runtime.InteropServices;
using TrainingContainer.Data;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// Batches of a data set that lives on the device as a whole. Once per pass the order goes over as indexes; each batch
/// is then a gather on the device, and no step waits for the host.
/// </summary>
internal sealed class ResidentBatches : BatchSource
{
    private const int UploadRows = 16_384;

    private readonly int _batchSize;
    private readonly Tensor _features;
    private readonly Tensor _targets;
    private readonly long[] _order;
    private readonly Device _device;
    private Tensor? _orderOnDevice;

    public ResidentBatches(DataRows rows, BatchOrder order, int batchSize, IReadOnlyList<long> inputShape, Device device) : base(order)
    {
        (_batchSize, _device) = (batchSize, device);
        _order = new long[rows.Count];
        _features = Upload(rows, inputShape, device).DetachFromDisposeScope();
        using var targets = rows.Classes is { } classes
            ? tensor(Array.ConvertAll(classes, index => (long)index))
            : tensor(rows.Numbers ?? new float[rows.Features.RowCount]);
        _targets = targets.to(device).DetachFromDisposeScope();
    }

    public override void BeginEpoch(long epoch)
    {
        var indexes = new int[_batchSize];
        var filled = 0;
        for (long step = 0; step < StepsPerEpoch; step++)
        {
            var count = Order.Fill(epoch, step, indexes);
            for (var i = 0; i < count; i++)
                _order[filled++] = indexes[i];
        }
        _orderOnDevice?.Dispose();
        using var host = tensor(_order);
        _orderOnDevice = host.to(_device).DetachFromDisposeScope();
    }

    public override Batch At(long step)
    {
        var start = step * _batchSize;
        var count = (int)Math.Min(_batchSize, _order.Length - start);
        var rows = _orderOnDevice!.narrow(0, start, count);
        return new(_features.index_select(0, rows), _targets.index_select(0, rows), count);
    }

    public override void Dispose()
    {
        _features.Dispose();
        _targets.Dispose();
        _orderOnDevice?.Dispose();
    }

    private static Tensor Upload(DataRows rows, IReadOnlyList<long> inputShape, Device device)
    {
        var all = empty([rows.Features.RowCount, .. inputShape], device: device);
        using var part = empty([Math.Min(UploadRows, rows.Features.RowCount), .. inputShape]);
        var indexes = new int[part.shape[0]];
        for (long start = 0; start < rows.Features.RowCount; start += UploadRows)
        {
            using var scope = NewDisposeScope();
            var count = (int)Math.Min(UploadRows, rows.Features.RowCount - start);
            for (var i = 0; i < count; i++)
                indexes[i] = (int)start + i;
            rows.Features.CopyRows(indexes.AsSpan(0, count), MemoryMarshal.Cast<byte, float>(part.bytes));
            all.narrow(0, start, count).copy_(part.narrow(0, 0, count));
        }
        return all;
    }
}
