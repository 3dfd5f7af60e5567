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

    private readonly BatchOrder _batchOrder;
    private readonly int _batchSize;
    private readonly Tensor _features;
    private readonly Tensor _targets;
    private readonly long[] _order;
    private readonly int[]? _places;
    private readonly Device _device;
    private Tensor? _orderOnDevice;

    public ResidentBatches(DataRows rows, BatchOrder order, int batchSize, IReadOnlyList<long> inputShape, Device device)
    {
        _batchOrder = order;
        (_batchSize, _device) = (batchSize, device);
        _order = new long[rows.Count];
        var chosen = rows.Rows ?? [.. Enumerable.Range(0, (int)rows.Count)];
        _places = rows.Rows is null ? null : PlacesOf(chosen, rows.Features.RowCount);
        _features = Upload(rows, chosen, inputShape, device).DetachFromDisposeScope();
        using var targets = rows.Classes is { } classes ? tensor(Array.ConvertAll(chosen, row => (long)classes[row]))
            : rows.Numbers is { } numbers ? tensor(Array.ConvertAll(chosen, row => numbers[row]))
            : zeros(chosen.Length);
        _targets = targets.to(device).DetachFromDisposeScope();
    }

    public override long StepsPerEpoch => _batchOrder.StepsPerEpoch;

    public override void BeginEpoch(long epoch)
    {
        var indexes = new int[_batchSize];
        var filled = 0;
        for (long step = 0; step < StepsPerEpoch; step++)
        {
            var count = _batchOrder.Fill(epoch, step, indexes);
            for (var i = 0; i < count; i++)
                _order[filled++] = _places is null ? indexes[i] : _places[indexes[i]];
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

    /// <summary>Where each row of the table lies among the rows that were uploaded.</summary>
    private static int[] PlacesOf(int[] chosen, long rowCount)
    {
        var places = new int[rowCount];
        for (var place = 0; place < chosen.Length; place++)
            places[chosen[place]] = place;
        return places;
    }

    private static Tensor Upload(DataRows rows, int[] chosen, IReadOnlyList<long> inputShape, Device device)
    {
        var all = empty([chosen.Length, .. inputShape], device: device);
        using var part = empty([Math.Min(UploadRows, chosen.Length), .. inputShape]);
        for (var start = 0; start < chosen.Length; start += UploadRows)
        {
            using var scope = NewDisposeScope();
            var indexes = chosen.AsSpan(start, Math.Min(UploadRows, chosen.Length - start));
            rows.CopyRows(indexes, MemoryMarshal.Cast<byte, float>(part.bytes));
            all.narrow(0, start, indexes.Length).copy_(part.narrow(0, 0, indexes.Length));
        }
        return all;
    }
}
