using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>A copy of a model's parameters and buffers, to go back to the best epoch.</summary>
internal sealed class WeightSnapshot(nn.Module model) : IDisposable
{
    private readonly Tensor[] _live = [.. model.named_parameters().Select(named => (Tensor)named.parameter), .. model.named_buffers().Select(named => named.buffer)];
    private Tensor[]? _copies;

    /// <summary>Copies the weights as they are now, over an older copy.</summary>
    public void Take()
    {
        using var off = no_grad();
        _copies ??= [.. _live.Select(tensor => empty_like(tensor, requires_grad: false).DetachFromDisposeScope())];
        for (var i = 0; i < _live.Length; i++)
            _copies[i].copy_(_live[i]);
    }

    /// <summary>Puts the copy back; nothing when none was taken.</summary>
    public void Restore()
    {
        using var off = no_grad();
        for (var i = 0; i < (_copies?.Length ?? 0); i++)
            _live[i].copy_(_copies![i]);
    }

    public void Dispose()
    {
        foreach (var copy in _copies ?? [])
            copy.Dispose();
    }
}
