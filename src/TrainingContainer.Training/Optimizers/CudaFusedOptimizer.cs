using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>SGD, Adam and AdamW on a GPU by libtorch's own fused kernels: a few launches for all parameters together.</summary>
internal sealed class CudaFusedOptimizer(OptimizerSettings settings, UpdateRule rule, IEnumerable<(string, Parameter)> parameters)
    : TensorOptimizer(settings, rule, parameters)
{
    private readonly OptimizerSettings _settings = settings;
    private Group[]? _groups;

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
        _groups ??= [.. Enumerable.Range(0, Slots.Count).GroupBy(index => Slots[index].LearningRateScale).Select(NewGroup)];
        // one step counter serves all parameters: it is a function of the step, not state
        var counter = _settings.Kind == OptimizerKind.Sgd ? null : full(1, step + 1, dtype: ScalarType.Float32, device: gradients[0].device);
        foreach (var group in _groups)
            Update(group, Array.ConvertAll(group.Slots, index => gradients[index].Handle), learningRate * group.LearningRateScale, counter, step);
        GC.KeepAlive(gradients);
        GC.KeepAlive(counter);
    }

    private void Update(Group group, nint[] gradients, double learningRate, Tensor? counter, long step)
    {
        if (counter is null)
        {
            CudaKernels.Sgd(
                group.Parameters, gradients, group.State.FirstOrDefault(), learningRate, _settings.Momentum, _settings.WeightDecay, _settings.Nesterov, isFirstStep: step == 0);
            return;
        }
        var counters = new nint[gradients.Length];
        Array.Fill(counters, counter.Handle);
        CudaKernels.Adam(
            _settings.Kind == OptimizerKind.Adamw, group.Parameters, gradients, group.State[0], group.State[1], counters,
            learningRate, _settings.Beta1, _settings.Beta2, _settings.WeightDecay, _settings.Epsilon);
    }

    private Group NewGroup(IGrouping<double, int> slots) => new(
        slots.Key, [.. slots],
        [.. slots.Select(index => Slots[index].Parameter.Handle)],
        [.. Rule.StateNames.Select((_, state) => slots.Select(index => Slots[index].State[state].Handle).ToArray())]);

    /// <summary>Parameters of one learning rate, which one launch updates; all of them but for layer_learning_rate_decay.</summary>
    private sealed record Group(double LearningRateScale, int[] Slots, nint[] Parameters, nint[][] State);
}
