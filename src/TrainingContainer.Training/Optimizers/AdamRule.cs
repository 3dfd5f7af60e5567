using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019), as torch.optim.Adam and AdamW compute them.</summary>
internal sealed class AdamRule(OptimizerSettings settings) : UpdateRule
{
    private readonly bool _decoupled = settings.Kind == OptimizerKind.Adamw;

    public override IReadOnlyList<string> StateNames { get; } = ["exp_avg", "exp_avg_sq"];

    public override void Update(
        Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, double learningRate, long step)
    {
        var beta1 = (float)settings.Beta1;
        var beta2 = (float)settings.Beta2;
        var rest1 = (float)(1 - settings.Beta1);
        var rest2 = (float)(1 - settings.Beta2);
        var epsilon = (float)settings.Epsilon;
        var penalty = _decoupled ? 0 : (float)settings.WeightDecay;
        var keep = (float)(_decoupled ? 1 - (learningRate * settings.WeightDecay) : 1);
        var stepSize = (float)(learningRate / FirstCorrection(step));
        var rootScale = (float)(1 / Math.Sqrt(SecondCorrection(step)));

        var (vBeta1, vBeta2, vRest1, vRest2) = (new Vector<float>(beta1), new Vector<float>(beta2), new Vector<float>(rest1), new Vector<float>(rest2));
        var (vEpsilon, vPenalty, vKeep) = (new Vector<float>(epsilon), new Vector<float>(penalty), new Vector<float>(keep));
        var (vStepSize, vRootScale) = (new Vector<float>(stepSize), new Vector<float>(rootScale));
        var ps = MemoryMarshal.Cast<float, Vector<float>>(parameter);
        var gs = MemoryMarshal.Cast<float, Vector<float>>(gradient)[..ps.Length];
        var ms = MemoryMarshal.Cast<float, Vector<float>>(first)[..ps.Length];
        var vs = MemoryMarshal.Cast<float, Vector<float>>(second)[..ps.Length];
        for (var i = 0; i < ps.Length; i++)
        {
            var p = ps[i];
            var g = Vector.FusedMultiplyAdd(vPenalty, p, gs[i]);
            var m = Vector.FusedMultiplyAdd(vBeta1, ms[i], vRest1 * g);
            var v = Vector.FusedMultiplyAdd(vBeta2, vs[i], vRest2 * g * g);
            ms[i] = m;
            vs[i] = v;
            ps[i] = (p * vKeep) - (vStepSize * m / Vector.FusedMultiplyAdd(Vector.SquareRoot(v), vRootScale, vEpsilon));
        }
        for (var i = ps.Length * Vector<float>.Count; i < parameter.Length; i++)
        {
            var p = parameter[i];
            var g = MathF.FusedMultiplyAdd(penalty, p, gradient[i]);
            var m = MathF.FusedMultiplyAdd(beta1, first[i], rest1 * g);
            var v = MathF.FusedMultiplyAdd(beta2, second[i], rest2 * g * g);
            first[i] = m;
            second[i] = v;
            parameter[i] = (p * keep) - (stepSize * m / MathF.FusedMultiplyAdd(MathF.Sqrt(v), rootScale, epsilon));
        }
    }

    public override void Update(Tensor parameter, Tensor gradient, IReadOnlyList<Tensor> state, double learningRate, long step)
    {
        if (settings.WeightDecay > 0 && _decoupled)
            parameter.mul_(1 - (learningRate * settings.WeightDecay));
        else if (settings.WeightDecay > 0)
            gradient = gradient.add(parameter, alpha: settings.WeightDecay);
        var (mean, square) = (state[0], state[1]);
        mean.mul_(settings.Beta1).add_(gradient, alpha: 1 - settings.Beta1);
        square.mul_(settings.Beta2).addcmul_(gradient, gradient, value: 1 - settings.Beta2);
        var denominator = square.sqrt().div_(Math.Sqrt(SecondCorrection(step))).add_(settings.Epsilon);
        parameter.addcdiv_(mean, denominator, value: -learningRate / FirstCorrection(step));
    }

    private double FirstCorrection(long step) => 1 - Math.Pow(settings.Beta1, step + 1);

    private double SecondCorrection(long step) => 1 - Math.Pow(settings.Beta2, step + 1);
}
