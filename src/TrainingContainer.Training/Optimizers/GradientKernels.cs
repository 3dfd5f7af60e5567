using System.Numerics;
using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>What happens to gradients in memory before the update.</summary>
internal static class GradientKernels
{
    /// <summary>Adds penalty × sign(parameter) to the gradient: the L1 penalty's derivative.</summary>
    public static void AddSign(ReadOnlySpan<float> parameter, Span<float> gradient, float penalty)
    {
        for (var i = 0; i < gradient.Length; i++)
            gradient[i] += parameter[i] > 0 ? penalty : parameter[i] < 0 ? -penalty : 0;
    }

    /// <summary>The sum of squares, in float64.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        foreach (var vector in vectors)
        {
            Vector.Widen(vector, out var a, out var b);
            low = Vector.FusedMultiplyAdd(a, a, low);
            high = Vector.FusedMultiplyAdd(b, b, high);
        }
        var sum = Vector.Sum(low + high);
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
            sum += (double)value * value;
        return sum;
    }

    /// <summary>Multiplies every value.</summary>
    public static void Scale(Span<float> values, float factor)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] *= factor;
        foreach (ref var value in values[(vectors.Length * Vector<float>.Count)..])
            value *= factor;
    }
}
