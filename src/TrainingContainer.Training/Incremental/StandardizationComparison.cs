using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// Compares a hyperparameter standardization that was given with means and standard deviations that are given too, by a model or by channel statistics,
/// and that are used whatever the hyperparameter says.
/// </summary>
internal static class StandardizationComparison
{
    /// <summary>A mistake when rows will not be standardized as the hyperparameter asks; null otherwise, and where it is left to us.</summary>
    /// <param name="settings">Of the job.</param>
    /// <param name="model">The model to continue from.</param>
    public static Mistake? With(TrainingSettings settings, SavedModel model)
    {
        var theirs = Channels(model);
        var (found, fits) = Given(settings) switch
        {
            StandardizationKind.Feature => ("feature", theirs is null),
            StandardizationKind.Channel => ($"channel (of {settings.Data.StandardizedChannels})", AreShared(model.Features.Means, model.Features.StandardDeviations, settings.Data.StandardizedChannels)),
            _ => ("auto", true),
        };
        return fits ? null : new(Where,
            $"found {found}, but the rows that the model of channel model has learned were standardized by {(theirs is null ? "feature" : $"channel (of {theirs})")}, and these are standardized as those were",
            "leave it out: the model says how rows are standardized");
    }

    /// <inheritdoc cref="With(TrainingSettings, SavedModel)"/>
    /// <param name="settings">Of the job.</param>
    /// <param name="statistics">The content of channel statistics, which does not tell how it was measured: numbers that are equal in a channel contradict nothing.</param>
    public static Mistake? With(TrainingSettings settings, FeatureStatistics statistics) =>
        Given(settings) != StandardizationKind.Channel || AreShared(statistics.Means, statistics.StandardDeviations, settings.Data.StandardizedChannels) ? null
            : new(Where, $"found channel, but channel {TrainingChannels.Statistics.Name} has a mean and a standard deviation for each feature by itself",
                "leave it out, or give the statistics of a job that had it set to channel");

    private static string Where => $"hyperparameter {TrainingHyperparameters.Standardization.Name}";

    private static StandardizationKind Given(TrainingSettings settings) =>
        Enum.Parse<StandardizationKind>(settings.Hyperparameters[TrainingHyperparameters.Standardization.Name], ignoreCase: true);

    /// <summary>
    /// The channels by which a model's rows were standardized; null when they were by feature. Its job must have been set so, and its numbers must be so:
    /// a job that continued from another model has that one's numbers, whatever it was set to.
    /// </summary>
    private static int? Channels(SavedModel model) =>
        TrainingSettings.StandardizedChannels(TrainingHyperparameters.Catalog.Read(model.Hyperparameters, [])) is { } channels && channels < model.Features.Count
            && AreShared(model.Features.Means, model.Features.StandardDeviations, channels) ? channels : null;

    /// <summary>Whether each channel has one mean and one standard deviation. Rows that channels do not divide are told elsewhere.</summary>
    private static bool AreShared(IReadOnlyList<float> means, IReadOnlyList<float> deviations, int? channels)
    {
        if (channels is not > 0 || means.Count % channels != 0)
            return true;
        var size = means.Count / channels.Value;
        for (var i = 0; i < means.Count; i++)
        {
            var first = i - (i % size);
            if (means[i] != means[first] || deviations[i] != deviations[first])
                return false;
        }
        return true;
    }
}
