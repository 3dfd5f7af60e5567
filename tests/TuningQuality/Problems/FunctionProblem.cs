using System.Globalization;
using TrainingContainer.LocalSageMaker;

namespace TuningQuality;

/// <summary>A function of the hyperparameters, as text. Where a job has several epochs, its loss falls to the function's value.</summary>
/// <param name="function">Of a configuration.</param>
/// <param name="optimum">Its least value.</param>
internal sealed class FunctionProblem(Func<Configuration, double> function, double optimum) : Problem
{
    /// <summary>What is left to learn at the start; only where there are several epochs.</summary>
    public double Learnable { get; init; }

    /// <inheritdoc/>
    public override double Optimum => optimum;

    /// <summary>
    /// With several epochs: f + learnable (exp(-s t) - exp(-s)), t the share of the epochs, so that it ends at f. How fast a job learns, s from
    /// 2 to 6, depends on its first hyperparameter, so that curves cross and early values mislead.
    /// </summary>
    public override double Value(Configuration configuration, int epoch)
    {
        double final = function(configuration);
        if (Epochs == 1)
            return final;
        double speed = 4 + (2 * Math.Sin(7 * Space.Encode(configuration)![0]));
        return final + (Learnable * (Math.Exp(-speed * epoch / Epochs) - Math.Exp(-speed)));
    }

    /// <summary>A function of numbers named x1, x2, …</summary>
    /// <param name="function">Of the numbers.</param>
    /// <param name="dimensions">How many there are.</param>
    public static Func<Configuration, double> OfNumbers(Func<double[], double> function, int dimensions) => configuration =>
        function([.. Enumerable.Range(1, dimensions).Select(i => double.Parse(configuration[$"x{i}"], CultureInfo.InvariantCulture))]);
}
