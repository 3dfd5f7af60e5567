using System.Globalization;
using System.Text;

namespace TuningQuality;

/// <summary>The scores as Markdown.</summary>
internal static class Report
{
    /// <summary>One table for the regrets, one for the ranks, and who won.</summary>
    /// <param name="results">Of each problem, its scores.</param>
    /// <param name="seeds">How many seeds.</param>
    public static string Write(IReadOnlyList<(Problem Problem, IReadOnlyList<Score> Scores)> results, int seeds)
    {
        var text = new StringBuilder();
        Line("# Quality of the search");
        Line($"\n{seeds} seeds, {Simulation.Parallel} jobs in parallel, simulated time. The budget is that of so many whole jobs; Hyperband may start more,");
        Line("since it stops most of them early. Written by `TuningQuality`.");
        Summary();
        Section("Normalised regret: mean (median)", "0 is the optimum, 1 the median of random configurations.",
            score => $"{Number(score.Regrets.Average())} ({Number(Median(score.Regrets))})");
        Section("Mean rank", "1 is the best on every seed; equals share their ranks.", score => score.MeanRank.ToString("0.00", CultureInfo.InvariantCulture));
        Line("\n## Against random search with twice the budget\n");
        Line("Better or worse: on how many seeds. The last column is that over all problems.\n");
        Line("| strategy | better | equal | worse | problems with the lower mean regret | problems with more seeds better than worse |");
        Line("|---|---|---|---|---|---|");
        foreach (var competitor in Competitor.All.Where(competitor => competitor.Budgets == 1))
        {
            var pairs = results.Select(result => (
                    Own: result.Scores.FirstOrDefault(score => score.Competitor == competitor),
                    Random: result.Scores.Single(score => score.Competitor.Budgets == 2)))
                .Where(pair => pair.Own is not null).ToArray();
            int[] better = [.. pairs.Select(pair => pair.Own!.Regrets.Zip(pair.Random.Regrets).Count(regrets => regrets.First < regrets.Second))];
            int[] worse = [.. pairs.Select(pair => pair.Own!.Regrets.Zip(pair.Random.Regrets).Count(regrets => regrets.First > regrets.Second))];
            int lower = pairs.Count(pair => pair.Own!.Regrets.Average() < pair.Random.Regrets.Average());
            Line($"| {competitor.Name} | {better.Sum()} | {(pairs.Length * seeds) - better.Sum() - worse.Sum()} | {worse.Sum()} "
                + $"| {lower} of {pairs.Length} | {better.Zip(worse).Count(pair => pair.First > pair.Second)} of {pairs.Length} |");
        }

        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');

        void Summary()
        {
            Line("\n## Summary\n\nThe means, over the problems of a kind, of what the next two tables tell of each.\n");
            Line($"| problems | | {string.Join(" | ", Competitor.All.Select(competitor => competitor.Name))} |");
            Line($"|---|---|{string.Concat(Competitor.All.Select(_ => "---|"))}");
            foreach (var group in results.GroupBy(result => result.Problem.Group))
            {
                Row("normalised regret", score => score.Regrets.Average(), Number);
                Row("mean rank", score => score.MeanRank, rank => rank.ToString("0.00", CultureInfo.InvariantCulture));

                void Row(string what, Func<Score, double> measure, Func<double, string> write)
                {
                    // A strategy that cannot search one of the problems has no mean over them.
                    var cells = Competitor.All.Select(competitor => group.Select(result => result.Scores.FirstOrDefault(score => score.Competitor == competitor)))
                        .Select(scores => scores.All(score => score is not null) ? write(scores.Average(score => measure(score!))) : "–");
                    Line($"| {group.Key} ({group.Count()}) | {what} | {string.Join(" | ", cells)} |");
                }
            }
        }

        void Section(string title, string explanation, Func<Score, string> cell)
        {
            Line($"\n## {title}\n\n{explanation}\n");
            Line($"| problem | jobs | {string.Join(" | ", Competitor.All.Select(competitor => competitor.Name))} |");
            Line($"|---|---|{string.Concat(Competitor.All.Select(_ => "---|"))}");
            foreach (var (problem, scores) in results)
            {
                var cells = Competitor.All.Select(competitor => scores.FirstOrDefault(score => score.Competitor == competitor) is { } score ? cell(score) : "–");
                Line($"| {problem.Name} | {problem.Jobs} | {string.Join(" | ", cells)} |");
            }
        }
    }

    private static string Number(double value) => value switch
    {
        0 => "0",
        < 0.0005 => value.ToString("0.0e-0", CultureInfo.InvariantCulture),
        < 0.1 => value.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    private static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
