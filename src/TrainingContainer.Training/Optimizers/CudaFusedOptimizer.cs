using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>SGD, Adam and AdamW by libtorch's own fused kernels: on a GPU a few launches for all parameters together.</summary>
internal sealed class CudaFusedOptimizer(OptimizerSettings settings, UpdateRule rule, IEnumerable<(string, Parameter)> parameters)
    : TensorOptimizer(settings, rule, parameters)
{
    private readonly OptimizerSettings _settings = settings;
    private Group[]? _groups;

    /// <summary>Whether libtorch has a kernel for the settings.</summary>
    public static bool IsAvailable(OptimizerSettings settings) => settings.Kind != OptimizerKind.Rmsprop && FusedKernels.AreAvailable;

    protected override void Update(Tensor[] gradients, double learningRate, long step)
    {
        _groups ??= [.. Enumerable.Range(0, Slots.Count).GroupBy(index => Slots[index].LearningRateScale).Select(NewGroup)];
        // one step counter serves all parameters: it is a function of the step, not state
        var counter = _settings.Kind == OptimizerKind.Sgd ? null : full(1, step + 1, dtype: ScalarType.Float32, device: gradients[0].device).squeeze(0);
        foreach (var group in _groups)
            Update(group, Array.ConvertAll(group.Slots, index => gradients[index]), learningRate * group.LearningRateScale, counter, step);
    }

    private void Update(Group group, Tensor[] gradients, double learningRate, Tensor? counter, long step)
    {
        if (counter is null)
        {
            FusedKernels.Sgd(group.Parameters, gradients, group.State.FirstOrDefault(), learningRate, isFirstStep: step == 0, _settings);
            return;
        }
        var counters = new Tensor[gradients.Length];
        Array.Fill(counters, counter);
        FusedKernels.Adam(_settings.Kind == OptimizerKind.Adamw, group.Parameters, gradients, group.State[0], group.State[1], counters, learningRate, _settings);
    }

    private Group NewGroup(IGrouping<double, int> slots) => new(
        slots.Key, [.. slots],
        [.. slots.Select(index => (Tensor)Slots[index].Parameter)],
        [.. Rule.StateNames.Select((_, state) => slots.Select(index => Slots[index].State[state]).ToArray())]);

    /// <summary>Parameters of one learning rate, which one launch updates; all of them but for layer_learning_rate_decay.</summary>
    private sealed record Group(double LearningRateScale, int[] Slots, Tensor[] Parameters, Tensor[][] State);
}
