using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What the service asks for: settings, channels, hosts and checkpoint folder, read from /opt/ml/input/config.</summary>
/// <param name="Settings">From hyperparameters.json.</param>
/// <param name="Channels">From inputdataconfig.json, by name.</param>
/// <param name="Resources">From resourceconfig.json.</param>
public sealed record JobRequest(
    TrainingSettings Settings, IReadOnlyDictionary<string, Channel> Channels, ResourceConfiguration Resources)
{
    /// <summary>What SageMaker, its SDK or its tuner added to hyperparameters.json, without quotes.</summary>
    public IReadOnlyDictionary<string, string> Reserved { get; init; } = new Dictionary<string, string>();

    /// <summary>Where checkpoints go, from checkpointconfig.json; null for a job without checkpoints.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="JobInputException">Anything is wrong; all mistakes are in it.</exception>
    /// <param name="paths">Where the files are.</param>
    /// <param name="code">The folder of code that was brought here from elsewhere; null when the job's own settings say where it is.</param>
    public static JobRequest Read(JobPaths paths, string? code = null)
    {
        var mistakes = new List<Mistake>();
        var request = Read(paths, mistakes, code);
        return mistakes.Count == 0 ? request : throw new JobInputException(mistakes);
    }

    /// <summary>Reads everything, adding every mistake; what is a mistake has its default value in the request.</summary>
    internal static JobRequest Read(JobPaths paths, List<Mistake> mistakes, string? code = null)
    {
        var raw = HyperparameterFile.Read(paths.HyperparametersFile, mistakes);
        var program = ModelProgram.Of(raw, paths);
        if (program is not null && code is not null)
            program = program with { Folder = code };
        var assembly = program?.Load(mistakes);
        var catalog = assembly?.Catalog ?? TrainingHyperparameters.Catalog;
        // names that a model would declare can't be judged without it
        var judged = program is not null && assembly is null ? ModelProgram.WithoutUnknown(raw) : raw;
        var values = catalog.Read(judged, mistakes);
        var settings = TrainingSettings.From(values, mistakes, assembly);
        var channels = InputDataConfiguration.Read(paths, TrainingChannels.All, mistakes);
        var resources = ResourceConfiguration.Read(paths.ResourceConfigFile, mistakes);
        var checkpoints = CheckpointConfiguration.Read(paths, mistakes);
        foreach (var channel in channels.Values)
            ChannelRules.Check(channel, settings, mistakes);
        if (resources.HostCount > 1)
        {
            mistakes.Add(new("resourceconfig.json", $"found {resources.HostCount} hosts, but training runs on one: the others would be paid for and do nothing",
                "set InstanceCount to 1"));
        }
        if (!channels.ContainsKey(TrainingChannels.Model.Name))
            CheckWithoutModel(settings, mistakes);
        if (settings.ObjectiveMetric is { } objective && objective != TrainingMetrics.TrainLoss.Name
            && settings.Data.ValidationFraction == 0 && !channels.ContainsKey(TrainingChannels.Validation.Name))
        {
            mistakes.Add(new("hyperparameter validation_fraction", $"found 0 and no validation channel, but the objective is {objective}",
                "give a validation channel, or hold out a part of train, for example 0.1"));
        }
        return new(settings, channels, resources) { Reserved = values.Reserved, CheckpointFolder = checkpoints.Folder };
    }

    /// <summary>What only a model to continue from gives a meaning.</summary>
    private static void CheckWithoutModel(TrainingSettings settings, List<Mistake> mistakes)
    {
        const string Fix = "give the job a channel model, or leave it out";
        if (settings.FineTuning.NewHead)
            mistakes.Add(new($"hyperparameter {TrainingHyperparameters.NewHead.Name}", "found true, but without a channel model there is no model to take the other layers from", Fix));
        if (!settings.FineTuning.Frozen.IsNone)
        {
            mistakes.Add(new($"hyperparameter {TrainingHyperparameters.FreezeLayers.Name}",
                $"found {Shown.Plain(settings.FineTuning.Frozen.ToString())}, but without a channel model these layers would stay as they were drawn at random", Fix));
        }
    }

    /// <summary>A sentence for each channel that nobody reads.</summary>
    internal IEnumerable<string> UnreadChannels() => Channels.Keys
        .Where(name => TrainingChannels.All.All(declared => declared.Name != name) && !HoldsTheModel(Channels[name])
            && !ChannelReader.IsListOf(name, Channels.Keys)).Order(StringComparer.Ordinal)
        .Select(name => $"channel {name} is not read: expected {string.Join(", ", TrainingChannels.All.Select(declared => declared.Name))}");

    private bool HoldsTheModel(Channel channel) =>
        Settings.Custom?.Assembly.Path.StartsWith(RealPath.Of(channel.Directory) + '/', StringComparison.Ordinal) == true;

    /// <summary>True when a text/csv channel says that it has no label: "text/csv;label_size=0".</summary>
    internal static bool HasLabel(Channel channel) =>
        !channel.ContentType.Parameters.TryGetValue("label_size", out var size) || size.Trim() != "0";
}
