using TrainingContainer.Data;
using TrainingContainer.LocalSageMaker;

namespace TuningQuality;

/// <summary>Lets all competitors search a problem, once for each seed.</summary>
internal static class Scoring
{
    /// <summary>So many random configurations tell what is usual.</summary>
    private const int Samples = 2001;
    private const long SampleSeed = 1_000_003;

    /// <summary>The scores, in the order of the competitors that can search the problem.</summary>
    /// <param name="problem">What is tuned.</param>
    /// <param name="seeds">How many seeds, from 1.</param>
    public static IReadOnlyList<Score> Score(Problem problem, int seeds)
    {
        double usual = Usual(problem);
        Competitor[] competitors = [.. Competitor.All.Where(competitor => competitor.Suits(problem))];
        var regrets = new double[competitors.Length, seeds];
        Parallel.For(0, competitors.Length * seeds, job =>
        {
            var (who, seed) = (job % competitors.Length, job / competitors.Length);
            double loss = problem.Objective.Loss(competitors[who].Search(problem, seed + 1));
            regrets[who, seed] = (loss - problem.Objective.Loss(problem.Optimum)) / usual;
        });
        return [.. competitors.Select((competitor, who) => new Score(
            competitor,
            [.. Enumerable.Range(0, seeds).Select(seed => regrets[who, seed])],
            Enumerable.Range(0, seeds).Average(seed => Rank(who, seed))))];

        double Rank(int who, int seed)
        {
            var others = Enumerable.Range(0, competitors.Length).Where(other => other != who).Select(other => regrets[other, seed]).ToArray();
            double own = regrets[who, seed];
            return 1 + others.Count(regret => regret < own) + (0.5 * others.Count(regret => regret == own));
        }
    }

    /// <summary>How far the median of random configurations is from the optimum.</summary>
    private static double Usual(Problem problem)
    {
        var random = new KeyedRandom(RandomKey.For(SampleSeed, DrawPurpose.Calibration));
        var distances = new double[Samples];
        for (int i = 0; i < Samples; i++)
        {
            double loss = problem.Objective.Loss(problem.Value(problem.Space.Draw(ref random), problem.Epochs));
            distances[i] = double.IsNaN(loss) ? double.PositiveInfinity : loss - problem.Objective.Loss(problem.Optimum);
        }

        Array.Sort(distances);
        return distances[Samples / 2];
    }
}
