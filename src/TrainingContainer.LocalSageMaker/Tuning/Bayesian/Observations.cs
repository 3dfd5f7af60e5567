namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// What a tuning job and its parents have seen, as points and losses for a Gaussian process. In transfer learning each job's losses are mapped
/// on their own, and points have one more, nominal coordinate that says whose they are: 0 for the tuning job itself.
/// </summary>
internal sealed class Observations
{
    private Observations(double[][] points, double[] losses, bool[] nominal, LossMap? map) =>
        (Points, Losses, Nominal, Map) = (points, losses, nominal, map);

    /// <summary>Where there are losses.</summary>
    public double[][] Points { get; }

    /// <summary>Of each point, the loss, mapped by <see cref="LossMap"/>: mean 0, variance 1, less is better.</summary>
    public double[] Losses { get; }

    /// <summary>Of each coordinate, whether only "same or not" counts.</summary>
    public bool[] Nominal { get; }

    /// <summary>How the tuning job's own losses were mapped; null while it has none.</summary>
    public LossMap? Map { get; }

    /// <summary>
    /// Collects them in the order of creation. A failed job counts as the worst loss seen, so that the search leaves its surroundings.
    /// Configurations outside the space are left out.
    /// </summary>
    /// <param name="space">What is searched.</param>
    /// <param name="objective">Which values are good.</param>
    /// <param name="trials">The tuning job's own jobs.</param>
    /// <param name="warmStart">Its parents, if any.</param>
    public static Observations Collect(
        SearchSpace space, ObjectiveType objective, IReadOnlyList<TuningTrial> trials, WarmStart? warmStart)
    {
        bool transfers = warmStart?.Type == WarmStartType.TransferLearning;
        var parents = warmStart?.Parents ?? [];
        var points = new List<double[]>();
        var losses = new List<double>();
        IEnumerable<TuningTrial> own = trials.OrderBy(trial => trial.Number);
        var map = Add(transfers ? own : own.Concat(parents.SelectMany(parent => parent.OrderBy(trial => trial.Number))), 0);
        for (int parent = 0; transfers && parent < parents.Count; parent++)
        {
            Add(parents[parent].OrderBy(trial => trial.Number), parent + 1);
        }

        return new Observations([.. points], [.. losses], Nominality(space, transfers), map);

        LossMap? Add(IEnumerable<TuningTrial> jobs, int source)
        {
            var found = new List<(double[] Point, double? Loss)>();
            foreach (var trial in jobs)
            {
                double? loss = trial.FinalObjective is { } value ? objective.Loss(value) : null;
                if ((loss is not null || trial.State == TrialState.Failed) && space.Encode(trial.Configuration) is { } point)
                    found.Add((transfers ? [.. point, source] : point, loss));
            }

            if (found.Max(observation => observation.Loss) is not { } worst)
                return null;
            var scale = new LossMap([.. found.Where(observation => observation.Loss is not null).Select(observation => observation.Loss!.Value)]);
            points.AddRange(found.Select(observation => observation.Point));
            losses.AddRange(found.Select(observation => scale.Map(observation.Loss ?? worst)));
            return scale;
        }
    }

    private static bool[] Nominality(SearchSpace space, bool transfers)
    {
        IEnumerable<bool> ranges = space.Ranges.Select(range => range.IsNominal);
        return [.. transfers ? ranges.Append(true) : ranges];
    }
}
