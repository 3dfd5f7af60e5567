using System.Runtime.InteropServices;
using TorchSharp;
using TrainingContainer.Data;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// Batches of a stream, read and decoded ahead by its own threads. A pass that begins in its middle, as after an interruption, passes over
/// the records before without decoding them.
/// </summary>
internal sealed class StreamBatches : BatchSource
{
    private readonly StreamedRows _rows;
    private readonly int _batchSize;
    private readonly long? _shuffleSeed;
    private readonly Device _device;
    private readonly CancellationToken _stop;
    private readonly Tensor _features;
    private readonly Tensor _targets;
    private long _epoch;
    private long _next;
    private BatchStream? _stream;

    public StreamBatches(StreamedRows rows, int batchSize, long? shuffleSeed, IReadOnlyList<long> inputShape, Device device, CancellationToken stop)
    {
        (_rows, _batchSize, _shuffleSeed, _device, _stop) = (rows, batchSize, shuffleSeed, device, stop);
        var capacity = Math.Min(batchSize, rows.Count);
        _features = empty([capacity, .. inputShape]).DetachFromDisposeScope();
        _targets = (rows.Target is null ? empty(capacity, dtype: ScalarType.Int64) : empty(capacity)).DetachFromDisposeScope();
    }

    public override long StepsPerEpoch => _rows.StepsPerEpoch(_batchSize);

    public override void BeginEpoch(long epoch)
    {
        _epoch = epoch;
        End();
    }

    public override Batch At(long step)
    {
        if (_stream is null || step != _next)
        {
            End();
            _stream = Open(step);
        }
        _next = step + 1;
        var expected = (int)Math.Min(_batchSize, _rows.Count - (step * _batchSize));
        var batch = _stream.Next();
        var rows = batch?.RowCount ?? 0;
        if (batch is not null && batch.FeatureCount != _rows.Features.Means.Length)
            throw Changed($"rows of {batch.FeatureCount} features", $"{_rows.Features.Means.Length} features");
        // more of them than there is room for are not taken
        if (batch is not null && rows == expected)
            Take(batch);
        // the pipe is to be empty at the end of the pass, and its writer to end
        if (rows != expected || (_next == StepsPerEpoch && _stream.Next() is not null))
        {
            throw Changed(rows >= expected ? "more rows" : $"{(step * _batchSize) + rows} rows", $"{_rows.Count}");
        }
        if (_next == StepsPerEpoch)
            End();
        if (rows == _features.shape[0] && _device.type == DeviceType.CPU)
            return new(_features, _targets, rows);
        return new(_features.narrow(0, 0, rows).to(_device), _targets.narrow(0, 0, rows).to(_device), rows);
    }

    public override void Dispose()
    {
        End();
        _features.Dispose();
        _targets.Dispose();
    }

    private DataException Changed(string found, string expected) => new(
        $"channel {_rows.Channel}: found {found} in the stream of epoch {_epoch + 1}, expected {expected} as before. "
        + "Fix: do not change the data while the job runs; start afresh if it was changed on purpose; give a channel statistics only with the statistics of these rows.");

    private BatchStream Open(long step) => _rows.Pass(
        new()
        {
            BatchSize = _batchSize,
            Classes = _rows.Classes,
            FirstBatch = step,
            ShuffleBuffer = _shuffleSeed is null ? 0 : _rows.ShuffleBuffer,
            ShuffleKey = RandomKey.For(_shuffleSeed ?? 0, DrawPurpose.Shuffle, _epoch),
        },
        _stop);

    private void Take(RecordBatch batch)
    {
        var features = MemoryMarshal.Cast<byte, float>(_features.bytes)[..batch.Features.Length];
        batch.Features.CopyTo(features);
        for (var row = 0; row < batch.RowCount; row++)
            _rows.Features.Standardize(features.Slice(row * batch.FeatureCount, batch.FeatureCount));
        if (_rows.Target is { } target)
        {
            var numbers = MemoryMarshal.Cast<byte, float>(_targets.bytes);
            batch.Labels.CopyTo(numbers);
            target.Standardize(numbers[..batch.RowCount]);
        }
        else
        {
            var classes = MemoryMarshal.Cast<byte, long>(_targets.bytes);
            for (var row = 0; row < batch.RowCount; row++)
                classes[row] = (long)batch.Labels[row];
        }
    }

    private void End()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
