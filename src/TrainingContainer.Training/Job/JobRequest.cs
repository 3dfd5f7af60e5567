using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What the service asks for: settings, channels and hosts, read from /opt/ml/input/config.</summary>
/// <param name="Settings">From hyperparameters.json.</param>
/// <param name="Channels">From inputdataconfig.json, by name.</param>
/// <param name="Resources">From resourceconfig.json.</param>
public sealed record JobRequest(
    TrainingSettings Settings, IReadOnlyDictionary<string, Channel> Channels, ResourceConfiguration Resources)
{
    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="JobInputException">Anything is wrong; all mistakes are in it.</exception>
    public static JobRequest Read(JobPaths paths)
    {
        var mistakes = new List<Mistake>();
        var raw = HyperparameterFile.Read(paths.HyperparametersFile, mistakes);
        var program = ModelProgram.Of(raw, paths);
        var assembly = program?.Load(mistakes);
        var catalog = assembly?.Catalog ?? TrainingHyperparameters.Catalog;
        // names that a model would declare can't be judged without it
        var judged = program is not null && assembly is null ? ModelProgram.WithoutUnknown(raw) : raw;
        var settings = TrainingSettings.From(catalog.Read(judged, mistakes), mistakes, assembly);
        var channels = InputDataConfiguration.Read(paths, TrainingChannels.All, mistakes);
        var resources = ResourceConfiguration.Read(paths.ResourceConfigFile, mistakes);
        foreach (var channel in channels.Values)
            Check(channel, resources, mistakes);
        if (settings.ObjectiveMetric is { } objective && objective != TrainingMetrics.TrainLoss.Name
            && settings.Data.ValidationFraction == 0 && !channels.ContainsKey(TrainingChannels.Validation.Name))
        {
            mistakes.Add(new("hyperparameter validation_fraction", $"found 0 and no validation channel, but the objective is {objective}",
                "give a validation channel, or hold out a part of train, for example 0.1"));
        }
        return mistakes.Count == 0 ? new(settings, channels, resources) : throw new JobInputException(mistakes);
    }

    /// <summary>True when a text/csv channel says that it has no label: "text/csv;label_size=0".</summary>
    internal static bool HasLabel(Channel channel) =>
        !channel.ContentType.Parameters.TryGetValue("label_size", out var size) || size.Trim() != "0";

    private static void Check(Channel channel, ResourceConfiguration resources, List<Mistake> mistakes)
    {
        if (TrainingChannels.All.All(declared => declared.Name != channel.Name))
            return;
        if (channel.ContentType.Parameters.TryGetValue("label_size", out var size) && size.Trim() is not ("0" or "1"))
        {
            mistakes.Add(new($"channel {channel.Name}", $"found label_size={size} in the content type, expected 0 or 1", "give rows one label, or none"));
        }
        if (!HasLabel(channel) && channel.Name != TrainingChannels.Test.Name)
        {
            mistakes.Add(new($"channel {channel.Name}", "the content type says label_size=0, but training needs labels",
                "use text/csv with the label first, or set label_column"));
        }
        if (resources.HostCount > 1 && channel.Name == TrainingChannels.Train.Name
            && channel.S3DistributionType.Equals("ShardedByS3Key", StringComparison.OrdinalIgnoreCase))
        {
            mistakes.Add(new($"channel {channel.Name}",
                $"found ShardedByS3Key on {resources.HostCount} hosts, but this program trains on one host: it would learn from its shard alone",
                "use FullyReplicated, or one instance"));
        }
    }
}
