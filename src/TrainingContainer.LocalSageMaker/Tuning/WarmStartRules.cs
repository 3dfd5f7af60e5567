using System.Globalization;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// What a tuning job must have in common with its parents. Source: "Warm Start Tuning Restrictions" of the SageMaker developer guide, except
/// for its limit on the number of training jobs, which is an account's.
/// </summary>
internal static class WarmStartRules
{
    private const int ParentsMax = 5;
    private const int ChangesMax = 10;
    private const string Where = "WarmStartConfig.ParentHyperParameterTuningJobs";

    /// <summary>Finds every mistake.</summary>
    /// <param name="job">The new tuning job.</param>
    /// <param name="parents">Its parents, in the order given.</param>
    /// <param name="mistakes">Receives the mistakes.</param>
    public static void Check(TuningJobSetup job, IReadOnlyList<TuningJobSetup> parents, ICollection<Mistake> mistakes)
    {
        if (parents.Count is 0 or > ParentsMax)
            mistakes.Add(new Mistake(Where, $"found {parents.Count} parents, expected 1 to {ParentsMax}"));
        for (int i = 0; i < parents.Count; i++)
        {
            var parent = parents[i];
            string where = $"{Where}[{i}]";
            if (!parent.HasEnded)
                mistakes.Add(new Mistake(where, $"{parent.Name} has not ended", "wait for it, or stop it"));
            if ((parent.Objective, parent.Metric) != (job.Objective, job.Metric))
            {
                mistakes.Add(new Mistake(where, $"the objective of {parent.Name} is {parent.Objective} {parent.Metric}, expected that of the new job, "
                    + $"{job.Objective} {job.Metric}"));
            }

            int own = Count(job), theirs = Count(parent);
            if (own != theirs)
            {
                mistakes.Add(new Mistake(where, $"{parent.Name} has {theirs} hyperparameters, static and searched, the new job {own}; expected as many",
                    "give the missing ones as static hyperparameters"));
            }

            foreach (var range in job.Ranges)
            {
                if (parent.Ranges.FirstOrDefault(other => other.Name == range.Name) is { } other && other.GetType() != range.GetType())
                    mistakes.Add(new Mistake(where, $"{range.Name} is {Kind(other)} in {parent.Name}, expected {Kind(range)} as in the new job"));
            }

            int changes = Changes(job, parent);
            if (changes > ChangesMax)
                mistakes.Add(new Mistake(where, $"found {changes} changes of static hyperparameters since {parent.Name}, expected at most {ChangesMax}"));
        }
    }

    /// <summary>
    /// One for each searched hyperparameter that became static, or for each of its values where it is categorical; of each static one whose
    /// value changed, one where it is a number and two, the old value and the new, where it is not.
    /// </summary>
    internal static int Changes(TuningJobSetup job, TuningJobSetup parent)
    {
        int fixedNow = parent.Ranges.Where(range => job.StaticHyperparameters.ContainsKey(range.Name))
            .Sum(range => range is CategoricalParameterRange categorical ? categorical.Values.Count : 1);
        int changed = job.StaticHyperparameters
            .Where(pair => parent.StaticHyperparameters.TryGetValue(pair.Key, out string? before) && before != pair.Value)
            .Sum(pair => double.TryParse(pair.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? 1 : 2);
        return fixedNow + changed;
    }

    private static int Count(TuningJobSetup job) => job.Ranges.Count + job.StaticHyperparameters.Count;

    private static string Kind(ParameterRange range) => range switch
    {
        IntegerParameterRange => "integer",
        ContinuousParameterRange => "continuous",
        _ => "categorical",
    };
}
