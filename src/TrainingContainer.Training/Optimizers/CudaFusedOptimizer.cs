using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>SGD, Adam and AdamW on a GPU by libtorch's own fused kernels: a few launches for all parameters together.</summary>
internal sealed class CudaFusedOptimizer(OptimizerSettings settings, UpdateRule rule, IEnumerable<(string, Parameter)> parameters)
    : TensorOptimizer(settings, rule, parameters)
{
    private readonly OptimizerSettings _settings = settings;
    private nint[]? _parameters;
    private nint[][]? _state;

    /// <summary>Whether this process has the kernel for the settings.</summary>
    public static bool IsAvailable(OptimizerSettings settings) => settings.Kind switch
    {
        OptimizerKind.Adam => CudaKernels.Has(CudaKernels.FusedAdam),
        OptimizerKind.Adamw => CudaKernels.Has(CudaKernels.FusedAdamw),
        OptimizerKind.Sgd => CudaKernels.Has(CudaKernels.FusedSgd),
        _ => false,
    };

    protected override void Update(Tensor[] gradients, double learningRate, long step)
    {
        _parameters ??= [.. Slots.Select(slot => slot.Parameter.Handle)];
        _state ??= [.. Rule.StateNames.Select((_, index) => Slots.Select(slot => slot.State[index].Handle).ToArray())];
        var handles = Array.ConvertAll(gradients, gradient => gradient.Handle);
        if (_settings.Kind == OptimizerKind.Sgd)
        {
            CudaKernels.Sgd(
                _parameters, handles, _state.FirstOrDefault(), learningRate, _settings.Momentum, _settings.WeightDecay, _settings.Nesterov, isFirstStep: step == 0);
            GC.KeepAlive(gradients);
            return;
        }
        // one step counter serves all parameters: it is a function of the step, not state
        var counter = full(1, step + 1, dtype: ScalarType.Float32, device: gradients[0].device);
        var counters = new nint[gradients.Length];
        Array.Fill(counters, counter.Handle);
        CudaKernels.Adam(
            _settings.Kind == OptimizerKind.Adamw, _parameters, handles, _state[0], _state[1], counters,
            learningRate, _settings.Beta1, _settings.Beta2, _settings.WeightDecay, _settings.Epsilon);
        GC.KeepAlive(gradients);
        GC.KeepAlive(counter);
    }
}
