using System.Globalization;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker;

/// <summary>HyperbandStrategyConfig of the API: how many values of the objective (epochs) a job reports.</summary>
/// <param name="Min">Below it, no job is stopped. At least 1.</param>
/// <param name="Max">A job that reaches it is stopped. At least <paramref name="Min"/>.</param>
internal sealed record HyperbandResource(int Min, int Max)
{
    /// <summary>The greatest MaxResource that the service takes.</summary>
    internal const int Limit = 20_000;

    private static readonly string[] EpochNames = ["epochs", "numepochs", "n-epochs", "n_epochs", "num_epochs"];

    /// <summary>
    /// The resource of a tuning job. MaxResource is inferred from the static hyperparameter epochs, numepochs, n-epochs, n_epochs or num_epochs
    /// when it is not given, MinResource is 1.
    /// </summary>
    /// <param name="min">MinResource, null when not given.</param>
    /// <param name="max">MaxResource, null when not given.</param>
    /// <param name="staticHyperparameters">StaticHyperParameters of the training job definition.</param>
    /// <param name="staticWhere">Where those stand, for example <c>TrainingJobDefinition.StaticHyperParameters</c>.</param>
    /// <param name="mistakes">Receives every mistake.</param>
    /// <returns>Null when there was a mistake.</returns>
    public static HyperbandResource? Infer(
        int? min, int? max, IReadOnlyDictionary<string, string> staticHyperparameters, string staticWhere, ICollection<Mistake> mistakes)
    {
        const string where = "HyperParameterTuningJobConfig.StrategyConfig.HyperbandStrategyConfig";
        int before = mistakes.Count;
        string? name = max is null ? EpochNames.FirstOrDefault(staticHyperparameters.ContainsKey) : null;
        if (name is not null)
        {
            string text = staticHyperparameters[name];
            if (int.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out int epochs))
                max = epochs;
            else
                mistakes.Add(new Mistake($"{staticWhere}.{name}", $"found \"{text}\", expected a whole number from 1 to {Limit}, "
                    + "since Hyperband takes it for MaxResource", "give HyperbandStrategyConfig.MaxResource"));
        }
        else if (max is null)
        {
            mistakes.Add(new Mistake($"{where}.MaxResource", $"is missing, and none of {staticWhere} tells it",
                $"give it, or the static hyperparameter {string.Join(" or ", EpochNames)}"));
        }

        string source = name is null ? $"{where}.MaxResource" : $"{staticWhere}.{name}";
        if (max is < 1 or > Limit)
            mistakes.Add(new Mistake(source, $"found {max}, expected 1 to {Limit}"));
        if (min < 1)
            mistakes.Add(new Mistake($"{where}.MinResource", $"found {min}, expected at least 1"));
        if (min > max)
            mistakes.Add(new Mistake($"{where}.MinResource", $"found {min}, expected at most MaxResource, {max}"));
        return mistakes.Count == before ? new HyperbandResource(min ?? 1, max!.Value) : null;
    }
}
