using TorchSharp;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>The mean loss over batches, each counting as its rows. On a GPU it is summed there, so that no step waits.</summary>
internal sealed class LossMean(Device device) : IDisposable
{
    private readonly Tensor? _onDevice = device.type == DeviceType.CPU ? null : zeros(1, device: device, dtype: ScalarType.Float64).DetachFromDisposeScope();
    private double _sum;

    public void Add(Tensor meanLoss, int rows)
    {
        Rows += rows;
        if (_onDevice is null)
            _sum += (double)meanLoss.item<float>() * rows;
        else
            _onDevice.add_(meanLoss, alpha: rows);
    }

    /// <summary>The rows since the last reset.</summary>
    public long Rows { get; private set; }

    /// <summary>The sum over them; on a GPU asking waits for the step.</summary>
    public double Sum => _onDevice is null ? _sum : _onDevice.item<double>();

    /// <summary>The mean since the last reset; NaN over no rows.</summary>
    public double Value => Sum / Rows;

    /// <summary>True as soon as it is known that the mean will be no number; on a GPU only asking for the value tells.</summary>
    public bool IsLost => !double.IsFinite(_sum);

    /// <summary>Begins anew, or goes on from what a checkpoint holds.</summary>
    public void Reset(double sum = 0, long rows = 0)
    {
        (_sum, Rows) = (_onDevice is null ? sum : 0, rows);
        _onDevice?.fill_(sum);
    }

    public void Dispose() => _onDevice?.Dispose();
}
