using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>The optimizer on any device, in tensor operators; nothing waits for the device.</summary>
internal class TensorOptimizer(OptimizerSettings settings, UpdateRule rule, IEnumerable<(string, Parameter)> parameters)
    : Optimizer(settings, rule, parameters)
{
    private readonly OptimizerSettings _settings = settings;

    public sealed override void Step(double learningRate, long step)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var gradients = Slots.Select(GradientOf).ToArray();
        if (_settings.L1 > 0)
        {
            for (var i = 0; i < gradients.Length; i++)
            {
                if (Slots[i].IsWeight)
                    gradients[i].add_(Slots[i].Parameter.sign(), alpha: _settings.L1);
            }
        }
        if (_settings.GradientClipNorm > 0)
            Clip(gradients);
        Update(gradients, learningRate, step);
        foreach (var slot in Slots)
            slot.Parameter.grad = null;
    }

    /// <summary>Moves all parameters, without gradient recording and inside a dispose scope.</summary>
    protected virtual void Update(Tensor[] gradients, double learningRate, long step)
    {
        for (var i = 0; i < gradients.Length; i++)
            Rule.Update(Slots[i].Parameter, gradients[i], Slots[i].State, learningRate * Slots[i].LearningRateScale, step);
    }

    private void Clip(Tensor[] gradients)
    {
        var norm = stack(gradients.Select(gradient => gradient.norm())).norm();
        var scale = (_settings.GradientClipNorm / norm.add(1e-6)).clamp_(max: (Scalar)1.0);
        foreach (var gradient in gradients)
            gradient.mul_(scale);
    }
}
