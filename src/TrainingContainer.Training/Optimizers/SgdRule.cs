using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Stochastic gradient descent as torch.optim.SGD computes it, dampening 0.</summary>
internal sealed class SgdRule(OptimizerSettings settings) : UpdateRule
{
    public override IReadOnlyList<string> StateNames { get; } = settings.Momentum > 0 ? ["momentum_buffer"] : [];

    public override void Update(
        Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, double learningRate, long step)
    {
        var penalty = (float)settings.WeightDecay;
        var momentum = (float)settings.Momentum;
        var rate = (float)learningRate;
        var hasMomentum = momentum > 0;
        var (vPenalty, vMomentum, vRate) = (new Vector<float>(penalty), new Vector<float>(momentum), new Vector<float>(rate));
        var ps = MemoryMarshal.Cast<float, Vector<float>>(parameter);
        var gs = MemoryMarshal.Cast<float, Vector<float>>(gradient)[..ps.Length];
        var bs = MemoryMarshal.Cast<float, Vector<float>>(first);
        for (var i = 0; i < ps.Length; i++)
        {
            var g = Vector.FusedMultiplyAdd(vPenalty, ps[i], gs[i]);
            if (hasMomentum)
            {
                var b = Vector.FusedMultiplyAdd(vMomentum, bs[i], g);
                bs[i] = b;
                g = settings.Nesterov ? Vector.FusedMultiplyAdd(vMomentum, b, g) : b;
            }
            ps[i] = Vector.FusedMultiplyAdd(-vRate, g, ps[i]);
        }
        for (var i = ps.Length * Vector<float>.Count; i < parameter.Length; i++)
        {
            var g = MathF.FusedMultiplyAdd(penalty, parameter[i], gradient[i]);
            if (hasMomentum)
            {
                var b = MathF.FusedMultiplyAdd(momentum, first[i], g);
                first[i] = b;
                g = settings.Nesterov ? MathF.FusedMultiplyAdd(momentum, b, g) : b;
            }
            parameter[i] = MathF.FusedMultiplyAdd(-rate, g, parameter[i]);
        }
    }

    public override void Update(Tensor parameter, Tensor gradient, IReadOnlyList<Tensor> state, double learningRate, long step)
    {
        if (settings.WeightDecay > 0)
            gradient = gradient.add(parameter, alpha: settings.WeightDecay);
        if (settings.Momentum > 0)
        {
            var buffer = state[0].mul_(settings.Momentum).add_(gradient);
            gradient = settings.Nesterov ? gradient.add(buffer, alpha: settings.Momentum) : buffer;
        }
        parameter.add_(gradient, alpha: -learningRate);
    }
}
