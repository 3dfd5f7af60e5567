using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Finds hyperparameters that were given but change nothing, such as momentum for adam.</summary>
internal static class UnusedHyperparameters
{
    private static readonly string[] Separators = [" or ", ", "];

    /// <summary>One sentence for each.</summary>
    /// <param name="values">As given.</param>
    /// <param name="own">What the user's own model declares.</param>
    public static IReadOnlyList<string> Of(HyperparameterValues values, IReadOnlyList<Hyperparameter> own) => [.. TrainingHyperparameters.Catalog.Declarations
        .Concat(own)
        .Where(declaration => values.IsGiven(declaration) && !IsUsed(declaration.UsedWhen, values))
        .Select(declaration => $"hyperparameter {declaration.Name} changes nothing here: it belongs to {declaration.UsedWhen}")];

    /// <summary>Reads conditions such as "optimizer=adam, adamw or rmsprop"; any other text is taken as fulfilled.</summary>
    private static bool IsUsed(string? condition, HyperparameterValues values)
    {
        if (condition?.Split('=', 2) is not [var name, var choices] || !values.Canonical.TryGetValue(name, out var value))
            return true;
        return choices.Split(Separators, StringSplitOptions.TrimEntries).Contains(value);
    }
}
