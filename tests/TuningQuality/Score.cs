namespace TuningQuality;

/// <summary>How a competitor did on a problem.</summary>
/// <param name="Competitor">Who.</param>
/// <param name="Regrets">Of each seed, how far from the optimum, where 1 is a configuration drawn at random (the median one).</param>
/// <param name="MeanRank">Its mean place among all competitors on the problem, 1 for the best; equals share their places.</param>
internal sealed record Score(Competitor Competitor, IReadOnlyList<double> Regrets, double MeanRank);
