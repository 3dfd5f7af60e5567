using System.Runtime.InteropServices;
using TorchSharp;
using TrainingContainer.Data;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Batches gathered from host memory into one reused tensor, then copied to the device if that is not the CPU.</summary>
internal sealed class HostBatches : BatchSource
{
    private readonly BatchOrder _batchOrder;
    private readonly DataRows _rows;
    private readonly Device _device;
    private readonly int[] _indexes;
    private readonly Tensor _features;
    private readonly Tensor _targets;
    private long _epoch;

    public HostBatches(DataRows rows, BatchOrder order, int batchSize, IReadOnlyList<long> inputShape, Device device)
    {
        _batchOrder = order;
        var capacity = (int)Math.Min(batchSize, rows.Count);
        (_rows, _device, _indexes) = (rows, device, new int[capacity]);
        _features = empty([capacity, .. inputShape]).DetachFromDisposeScope();
        _targets = (rows.Classes is null ? empty(capacity) : empty(capacity, dtype: ScalarType.Int64)).DetachFromDisposeScope();
    }

    public override long StepsPerEpoch => _batchOrder.StepsPerEpoch;

    public override void BeginEpoch(long epoch) => _epoch = epoch;

    public override Batch At(long step)
    {
        var count = _batchOrder.Fill(_epoch, step, _indexes);
        var indexes = _indexes.AsSpan(0, count);
        _rows.CopyRows(indexes, MemoryMarshal.Cast<byte, float>(_features.bytes));
        if (_rows.Classes is { } classes)
            Gather(classes, indexes, MemoryMarshal.Cast<byte, long>(_targets.bytes));
        else if (_rows.Numbers is { } numbers)
            Gather(numbers, indexes, MemoryMarshal.Cast<byte, float>(_targets.bytes));
        if (count == _indexes.Length && _device.type == DeviceType.CPU)
            return new(_features, _targets, count);
        return new(_features.narrow(0, 0, count).to(_device), _targets.narrow(0, 0, count).to(_device), count);
    }

    public override void Dispose()
    {
        _features.Dispose();
        _targets.Dispose();
    }

    private static void Gather(int[] classes, ReadOnlySpan<int> indexes, Span<long> targets)
    {
        for (var i = 0; i < indexes.Length; i++)
            targets[i] = classes[indexes[i]];
    }

    private static void Gather(float[] numbers, ReadOnlySpan<int> indexes, Span<float> targets)
    {
        for (var i = 0; i < indexes.Length; i++)
            targets[i] = numbers[indexes[i]];
    }
}
