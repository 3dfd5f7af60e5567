using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>RMSprop (Hinton 2012) as torch.optim.RMSprop computes it, not centered.</summary>
internal sealed class RmspropRule(OptimizerSettings settings) : UpdateRule
{
    public override IReadOnlyList<string> StateNames { get; } =
        settings.Momentum > 0 ? ["square_avg", "momentum_buffer"] : ["square_avg"];

    public override void Update(
        Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, double learningRate, long step)
    {
        var alpha = (float)settings.Alpha;
        var rest = (float)(1 - settings.Alpha);
        var epsilon = (float)settings.Epsilon;
        var penalty = (float)settings.WeightDecay;
        var momentum = (float)settings.Momentum;
        var rate = (float)learningRate;
        var hasMomentum = momentum > 0;
        var (vAlpha, vRest, vEpsilon) = (new Vector<float>(alpha), new Vector<float>(rest), new Vector<float>(epsilon));
        var (vPenalty, vMomentum, vRate) = (new Vector<float>(penalty), new Vector<float>(momentum), new Vector<float>(rate));
        var ps = MemoryMarshal.Cast<float, Vector<float>>(parameter);
        var gs = MemoryMarshal.Cast<float, Vector<float>>(gradient)[..ps.Length];
        var squares = MemoryMarshal.Cast<float, Vector<float>>(first)[..ps.Length];
        var buffers = MemoryMarshal.Cast<float, Vector<float>>(second);
        for (var i = 0; i < ps.Length; i++)
        {
            var g = Vector.FusedMultiplyAdd(vPenalty, ps[i], gs[i]);
            var s = Vector.FusedMultiplyAdd(vAlpha, squares[i], vRest * g * g);
            squares[i] = s;
            var update = g / (Vector.SquareRoot(s) + vEpsilon);
            if (hasMomentum)
                update = buffers[i] = Vector.FusedMultiplyAdd(vMomentum, buffers[i], update);
            ps[i] = Vector.FusedMultiplyAdd(-vRate, update, ps[i]);
        }
        for (var i = ps.Length * Vector<float>.Count; i < parameter.Length; i++)
        {
            var g = MathF.FusedMultiplyAdd(penalty, parameter[i], gradient[i]);
            var s = first[i] = MathF.FusedMultiplyAdd(alpha, first[i], rest * g * g);
            var update = g / (MathF.Sqrt(s) + epsilon);
            if (hasMomentum)
                update = second[i] = MathF.FusedMultiplyAdd(momentum, second[i], update);
            parameter[i] = MathF.FusedMultiplyAdd(-rate, update, parameter[i]);
        }
    }

    public override void Update(Tensor parameter, Tensor gradient, IReadOnlyList<Tensor> state, double learningRate, long step)
    {
        if (settings.WeightDecay > 0)
            gradient = gradient.add(parameter, alpha: settings.WeightDecay);
        state[0].mul_(settings.Alpha).addcmul_(gradient, gradient, value: 1 - settings.Alpha);
        var average = state[0].sqrt().add_(settings.Epsilon);
        if (settings.Momentum > 0)
            parameter.add_(state[1].mul_(settings.Momentum).addcdiv_(gradient, average, value: 1), alpha: -learningRate);
        else
            parameter.addcdiv_(gradient, average, value: -learningRate);
    }
}
