using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What a job asks of channel statistics.</summary>
internal static class StatisticsRules
{
    /// <summary>Checks it against settings and the model to continue from.</summary>
    /// <exception cref="JobInputException">It does not fit; every reason is in it.</exception>
    public static void Check(JobRequest request, ChannelStatistics given, WarmStart? warmStart)
    {
        const string Fix = "give the statistics of these rows, or leave the channel out";
        var where = $"channel {TrainingChannels.Statistics.Name}";
        var mistakes = new List<Mistake>();
        var isClassification = request.Settings.Task == TaskKind.Classification;
        if (isClassification != given.Classes.Count > 0)
            mistakes.Add(new(where, $"found {given.Classes.Count} classes, but task is {request.Settings.Task.ToString().ToLowerInvariant()}", Fix));
        if (request.Settings.Data.FeatureCount is { } features && features != given.Features.Means.Length)
            mistakes.Add(new(where, $"found {given.Features.Means.Length} features, but feature_dim is {features}", Fix));
        if (isClassification && request.Settings.Data.ClassCount is { } classes && classes != given.Classes.Count)
            mistakes.Add(new(where, $"found {given.Classes.Count} classes, but num_classes is {classes}", Fix));
        if (StandardizationComparison.With(request.Settings, given.Features) is { } otherwise)
            mistakes.Add(otherwise);
        if (warmStart is not null)
            mistakes.Add(new(where, "found it beside channel model, which says already how rows are standardized", "leave one of the two out"));
        if (mistakes.Count > 0)
            throw new JobInputException(mistakes);
    }
}
