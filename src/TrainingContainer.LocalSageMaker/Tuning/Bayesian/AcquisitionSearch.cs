using TrainingContainer.Data;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// Finds the point of a space where a function is greatest: quasi-random points over the whole space and around given centers first, then
/// the best of them move by random steps that grow with success and shrink without. The function is asked only for points that a
/// configuration has, so that integers and categories are what they will be when tried (Garrido-Merchán and Hernández-Lobato, "Dealing with
/// categorical and integer-valued variables in Bayesian optimization with Gaussian processes", 2020).
/// </summary>
/// <param name="space">What is searched.</param>
/// <param name="score">The function; greater is better.</param>
internal sealed class AcquisitionSearch(SearchSpace space, Func<double[], double> score)
{
    private const int Everywhere = 1000;
    private const int AroundEach = 50;
    private const int Starts = 4;
    private const int Steps = 80;
    private const double FirstStep = 0.1;
    private const double Grow = 1.6;
    private const double Shrink = 0.85;

    /// <summary>The points that were met, the best first.</summary>
    /// <param name="centers">Points whose surroundings are searched more closely.</param>
    /// <param name="random">Where the draws come from.</param>
    public IEnumerable<double[]> Run(IEnumerable<double[]> centers, KeyedRandom random)
    {
        var met = new List<(double Score, double[] Point)>();
        var sequence = new HaltonSequence(space.Dimensions, random);
        for (int i = 0; i < Everywhere; i++)
        {
            var point = new double[space.Dimensions];
            sequence.Point(i, point);
            Meet(point);
        }

        foreach (double[] center in centers)
        {
            for (int i = 0; i < AroundEach; i++)
            {
                // Steps from a third of the cube down to a thousandth of that.
                Meet(Moved(center, Math.Pow(10, -0.5 - (3 * random.NextDouble())), ref random));
            }
        }

        foreach (var start in met.OrderByDescending(point => point.Score).Take(Starts).ToArray())
        {
            var best = start;
            double step = FirstStep;
            for (int i = 0; i < Steps; i++)
            {
                var moved = Meet(Moved(best.Point, step, ref random));
                bool better = moved.Score > best.Score;
                step *= better ? Grow : Shrink;
                if (better)
                    best = moved;
            }
        }

        return met.OrderByDescending(point => point.Score).Select(point => point.Point);

        (double Score, double[] Point) Meet(double[] point)
        {
            space.Snap(point);
            met.Add((score(point), point));
            return met[^1];
        }
    }

    /// <summary>A copy of which about two coordinates, but at least one, are moved.</summary>
    private double[] Moved(double[] from, double step, ref KeyedRandom random)
    {
        double[] point = [.. from];
        int certain = random.NextInt32(point.Length);
        for (int i = 0; i < point.Length; i++)
        {
            if (i != certain && random.NextDouble() * point.Length >= 2)
                continue;
            point[i] = space.Ranges[i].IsNominal ? random.NextDouble() : Math.Clamp(point[i] + (step * Normal(ref random)), 0, 1);
        }

        return point;
    }

    /// <summary>A number of the standard normal distribution (Box and Muller, 1958).</summary>
    private static double Normal(ref KeyedRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
