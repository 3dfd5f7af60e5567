using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Adam and AdamW on a GPU by libtorch's own fused kernels: a few launches for all parameters together.</summary>
internal sealed class CudaFusedOptimizer(OptimizerSettings settings, UpdateRule rule, IEnumerable<(string, Parameter)> parameters)
    : TensorOptimizer(settings, rule, parameters)
{
    private readonly OptimizerSettings _settings = settings;
    private nint[]? _parameters, _means, _squares;

    /// <summary>Whether this process has the kernel for the settings.</summary>
    public static bool IsAvailable(OptimizerSettings settings) => settings.Kind switch
    {
        OptimizerKind.Adam => CudaKernels.Has(CudaKernels.FusedAdam),
        OptimizerKind.Adamw => CudaKernels.Has(CudaKernels.FusedAdamw),
        _ => false,
    };

    protected override void Update(Tensor[] gradients, double learningRate, long step)
    {
        _parameters ??= [.. Slots.Select(slot => slot.Parameter.Handle)];
        _means ??= [.. Slots.Select(slot => slot.State[0].Handle)];
        _squares ??= [.. Slots.Select(slot => slot.State[1].Handle)];
        // one step counter serves all parameters: it is a function of the step, not state
        var counter = full(1, step + 1, dtype: ScalarType.Float32, device: gradients[0].device);
        var counters = new nint[gradients.Length];
        Array.Fill(counters, counter.Handle);
        CudaKernels.Adam(
            _settings.Kind == OptimizerKind.Adamw, _parameters, Array.ConvertAll(gradients, gradient => gradient.Handle), _means, _squares, counters,
            learningRate, _settings.Beta1, _settings.Beta2, _settings.WeightDecay, _settings.Epsilon);
        GC.KeepAlive(gradients);
        GC.KeepAlive(counter);
    }
}
