using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// Moves a model's parameters along their gradients. Holds no step counter: everything that changes with time is a
/// function of the step it is given.
/// </summary>
public abstract class Optimizer : IDisposable
{
    private readonly List<Tensor> _state = [];

    private protected Optimizer(OptimizerSettings settings, UpdateRule rule, IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        Rule = rule;
        (string Name, Parameter Parameter)[] named = [.. parameters];
        var scales = ParameterLayers.LearningRateScales([.. named.Select(one => (one.Name, (Tensor)one.Parameter))], settings.LayerLearningRateDecay);
        Slots = [.. named.Select((one, index) => new Slot(one.Name, one.Parameter, NewState(one.Parameter), scales[index]))];
    }

    private protected UpdateRule Rule { get; }

    private protected IReadOnlyList<Slot> Slots { get; }

    /// <summary>PyTorch's names of the state kept per parameter, with the tensors: "0.weight", "exp_avg".</summary>
    public IEnumerable<(string Parameter, string Name, Tensor Value)> State =>
        Slots.SelectMany(slot => slot.State.Select((tensor, index) => (slot.Name, Rule.StateNames[index], tensor)));

    /// <summary>The optimizer for a model: fused over memory on the CPU, libtorch's fused kernels or plain operators elsewhere.</summary>
    /// <param name="settings">Which one, and its constants.</param>
    /// <param name="model">Already on its device.</param>
    public static Optimizer For(OptimizerSettings settings, nn.Module model)
    {
        var parameters = model.named_parameters().Where(named => named.parameter.requires_grad).ToArray();
        var rule = UpdateRule.For(settings);
        var onCpu = parameters.All(named => named.parameter.device_type == DeviceType.CPU
            && named.parameter.NumberOfElements <= FusedOptimizer.ElementsMax);
        if (onCpu)
            return new FusedOptimizer(settings, rule, parameters);
        return parameters.All(named => named.parameter.device_type == DeviceType.CUDA) && CudaFusedOptimizer.IsAvailable(settings)
            ? new CudaFusedOptimizer(settings, rule, parameters)
            : new TensorOptimizer(settings, rule, parameters);
    }

    /// <summary>One update of all parameters from their gradients; the gradients are gone afterwards.</summary>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="step">0-based, over all epochs.</param>
    public abstract void Step(double learningRate, long step);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _state)
            tensor.Dispose();
        _state.Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>The gradient; zeros where the step's loss did not depend on the parameter.</summary>
    private protected static Tensor GradientOf(Slot slot) => slot.Parameter.grad ?? zeros_like(slot.Parameter, requires_grad: false);

    private Tensor[] NewState(Parameter parameter)
    {
        var tensors = Rule.StateNames.Select(_ => zeros_like(parameter, requires_grad: false).DetachFromDisposeScope()).ToArray();
        _state.AddRange(tensors);
        return tensors;
    }

    /// <summary>A parameter with its state; its learning rate is the step's times the scale, which is 1 but for layer_learning_rate_decay.</summary>
    private protected sealed record Slot(string Name, Parameter Parameter, Tensor[] State, double LearningRateScale)
    {
        /// <summary>Weights have two dimensions or more; biases and normalization have one.</summary>
        public bool IsWeight { get; } = Parameter.dim() >= 2;
    }
}
