using TorchSharp;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>The mean loss over batches, each counting as its rows. On a GPU it is summed there, so that no step waits.</summary>
internal sealed class LossMean(Device device) : IDisposable
{
    private readonly Tensor? _onDevice = device.type == DeviceType.CPU ? null : zeros(1, device: device, dtype: ScalarType.Float64).DetachFromDisposeScope();
    private double _sum;
    private long _rows;

    public void Add(Tensor meanLoss, int rows)
    {
        _rows += rows;
        if (_onDevice is null)
            _sum += (double)meanLoss.item<float>() * rows;
        else
            _onDevice.add_(meanLoss, alpha: rows);
    }

    /// <summary>The mean since the last reset; NaN over no rows.</summary>
    public double Value => (_onDevice is null ? _sum : _onDevice.item<double>()) / _rows;

    /// <summary>True as soon as it is known that the mean will be no number; on a GPU only asking for the value tells.</summary>
    public bool IsLost => !double.IsFinite(_sum);

    public void Reset()
    {
        (_sum, _rows) = (0, 0);
        _onDevice?.zero_();
    }

    public void Dispose() => _onDevice?.Dispose();
}
