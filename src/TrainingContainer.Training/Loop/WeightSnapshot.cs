using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>A copy of a model's parameters and buffers, to go back to the best epoch.</summary>
internal sealed class WeightSnapshot(nn.Module model) : IDisposable
{
    private readonly (string Name, Tensor Tensor)[] _live = [.. Weights(model)];
    private Tensor[]? _copies;

    /// <summary>Counts the copies taken.</summary>
    public int Version { get; private set; }

    /// <summary>The copy, with the names of the model's parameters and buffers; empty when none was taken.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Copies =>
        _copies is null ? [] : [.. _live.Select((named, index) => (named.Name, _copies[index]))];

    /// <summary>A model's parameters and buffers with PyTorch's names.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Weights(nn.Module model) =>
        [.. model.named_parameters().Select(named => (named.name, (Tensor)named.parameter)), .. model.named_buffers()];

    /// <summary>Copies the weights as they are now, over an older copy.</summary>
    public void Take()
    {
        using var off = no_grad();
        Allocate();
        for (var i = 0; i < _live.Length; i++)
            _copies![i].copy_(_live[i].Tensor);
    }

    /// <summary>Takes the copy from elsewhere.</summary>
    /// <param name="read">Fills the tensor of this name.</param>
    public void Load(Action<string, Tensor> read)
    {
        Allocate();
        for (var i = 0; i < _live.Length; i++)
            read(_live[i].Name, _copies![i]);
    }

    /// <summary>Puts the copy back; nothing when none was taken.</summary>
    public void Restore()
    {
        using var off = no_grad();
        for (var i = 0; i < (_copies?.Length ?? 0); i++)
            _live[i].Tensor.copy_(_copies![i]);
    }

    public void Dispose()
    {
        foreach (var copy in _copies ?? [])
            copy.Dispose();
    }

    private void Allocate()
    {
        using var off = no_grad();
        _copies ??= [.. _live.Select(named => empty_like(named.Tensor, requires_grad: false).DetachFromDisposeScope())];
        Version++;
    }
}
