namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers about one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    /// <summary>Takes a copy of another state's values, on this parameter's device.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    public abstract void Initialize(OptimizerOptions options);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(torch.Device device)
    {
    }

    /// <summary>Zeros like the parameter, owned by no scope.</summary>
    private protected torch.Tensor Zeros() => torch.zeros_like(_parameter).DetachFromDisposeScope();

    /// <summary>A copy on the parameter's device, owned by no scope, in the place of <paramref name="current"/>.</summary>
    private protected torch.Tensor? Copy(torch.Tensor? current, torch.Tensor? source)
    {
        var copy = source?.to(_parameter.device, copy: true).DetachFromDisposeScope();
        current?.Dispose();
        return copy;
    }

    private protected static torch.Tensor? Move(torch.Tensor? tensor, torch.Device device)
    {
        if (tensor is null)
            return null;
        var moved = tensor.to(device).DetachFromDisposeScope();
        tensor.Dispose();
        return moved;
    }
}
