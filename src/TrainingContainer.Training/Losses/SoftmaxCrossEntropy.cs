using System.Numerics;
using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>
/// Cross entropy of a softmax and its gradient in one go over the outputs' own memory, where autograd would run four
/// operators forward and back. The same as torch.nn.functional.cross_entropy with mean reduction: over rows i of class y,
/// Σᵢ Σ_c −q_c log p_c / Σᵢ w_y, with q_c = (1 − s) w_y [c = y] + s w_c / C for smoothing s, weights w and C classes.
/// </summary>
internal static class SoftmaxCrossEntropy
{
    /// <summary>Computes both.</summary>
    /// <param name="outputs">[rows, classes], row by row.</param>
    /// <param name="targets">Class of each row, below the number of classes.</param>
    /// <param name="classWeights">One per class; empty when all count 1.</param>
    /// <param name="smoothing">In [0, 1).</param>
    /// <param name="gradient">As long as the outputs; receives the derivative of the mean loss.</param>
    /// <returns>The mean loss.</returns>
    public static double Run(
        ReadOnlySpan<float> outputs, ReadOnlySpan<long> targets, ReadOnlySpan<float> classWeights, double smoothing, Span<float> gradient)
    {
        var classes = outputs.Length / targets.Length;
        var (spread, own) = ((float)(smoothing / classes), (float)(1 - smoothing));
        double weights = targets.Length;
        var allWeights = 1f;
        if (!classWeights.IsEmpty)
        {
            (weights, allWeights) = (0, 0);
            foreach (var target in targets)
                weights += classWeights[(int)target];
            foreach (var weight in classWeights)
                allWeights += weight / classes;
        }
        var scale = (float)(1 / weights);
        SubtractMaxima(outputs, classes, gradient);
        Exponentiate(gradient);
        double loss = 0;
        for (var row = 0; row < targets.Length; row++)
        {
            var values = outputs.Slice(row * classes, classes);
            var slopes = gradient.Slice(row * classes, classes);
            var target = (int)targets[row];
            float sum = 0, greatest = values[0];
            for (var c = 0; c < slopes.Length; c++)
            {
                sum += slopes[c];
                greatest = Math.Max(greatest, values[c]);
            }
            var logSum = greatest + Math.Log(sum);
            var weight = own * (classWeights.IsEmpty ? 1 : classWeights[target]);
            loss += weight * (logSum - values[target]);
            // the derivative of output c: p_c Σq − q_c
            var factor = (weight + ((float)smoothing * allWeights)) * scale / sum;
            for (var c = 0; c < slopes.Length; c++)
                slopes[c] *= factor;
            slopes[target] -= weight * scale;
            if (smoothing > 0)
                loss += Spread(values, slopes, classWeights, logSum, spread, scale);
        }
        return loss / weights;
    }

    /// <summary>The smoothed part of one row: its loss is returned, its derivative subtracted.</summary>
    private static double Spread(
        ReadOnlySpan<float> values, Span<float> slopes, ReadOnlySpan<float> classWeights, double logSum, float spread, float scale)
    {
        double loss = 0;
        for (var c = 0; c < slopes.Length; c++)
        {
            var share = spread * (classWeights.IsEmpty ? 1 : classWeights[c]);
            loss += share * (logSum - values[c]);
            slopes[c] -= share * scale;
        }
        return loss;
    }

    private static void SubtractMaxima(ReadOnlySpan<float> outputs, int classes, Span<float> differences)
    {
        for (var start = 0; start < outputs.Length; start += classes)
        {
            var greatest = outputs[start];
            for (var c = start + 1; c < start + classes; c++)
                greatest = Math.Max(greatest, outputs[c]);
            for (var c = start; c < start + classes; c++)
                differences[c] = outputs[c] - greatest;
        }
    }

    private static void Exponentiate(Span<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = Vector.Exp(vectors[i]);
        foreach (ref var value in values[(vectors.Length * Vector<float>.Count)..])
            value = MathF.Exp(value);
    }
}
