using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// Whether a job may go on from a checkpoint: what would alter the result is an error that names every difference; what does not
/// (more epochs, other intervals) is accepted. Whatever is quoted from the checkpoint stays on one line: a line of the log can be a metric.
/// </summary>
/// <param name="settings">The job's.</param>
/// <param name="objective">Chooses its best epoch.</param>
/// <param name="data">Its rows.</param>
/// <param name="observer">Is told of what is accepted.</param>
internal sealed class ResumeRules(TrainingSettings settings, Metric objective, DataFingerprint data, TrainingObserver observer)
{
    private const string Fix = "set it back, or start afresh with resume=never or an empty checkpoint folder";

    /// <summary>Its channels that come in a stream.</summary>
    public IEnumerable<string> Streams { get; init; } = [];

    /// <summary>Checks a checkpoint.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="metadata">What it says of itself.</param>
    /// <param name="stepsPerEpoch">Of this job.</param>
    /// <exception cref="JobInputException">It belongs to a job that would give another result.</exception>
    public ResumePoint Check(string path, CheckpointMetadata metadata, long stepsPerEpoch)
    {
        var mistakes = new List<Mistake>();
        CheckSettings(metadata, mistakes);
        // other settings split and step the same files in another way: what follows from them is no difference of its own
        var sameSettings = mistakes.Count == 0;
        // the order of a stream is not that of rows in memory
        foreach (var name in Streams.Except(metadata.Streams.Keys))
            mistakes.Add(new("hyperparameter memory_budget", $"found too little memory for the rows of channel {name}, which the checkpoint was trained with in memory, in another order", "raise it, or start afresh with resume=never or an empty checkpoint folder"));
        var changed = CheckData(metadata, sameSettings, mistakes);
        var position = metadata.Position;
        if (position is { Epoch: < 0 } or { StepInEpoch: < 0 } or { Step: < 0 }
            || (sameSettings && !changed && (position.StepInEpoch > stepsPerEpoch || position.Step != (position.Epoch * stepsPerEpoch) + position.StepInEpoch)))
            mistakes.Add(new($"checkpoint {Path.GetFileName(path)}", $"found step {position.Step} after {position.Epoch} epochs and {position.StepInEpoch} steps, expected steps of {stepsPerEpoch} per epoch", "use an empty checkpoint folder"));
        if (mistakes.Count > 0)
            throw new JobInputException([.. mistakes.Select(mistake => mistake with { Where = Shown.OneLine(mistake.Where), What = Shown.OneLine(mistake.What) })]);
        foreach (var (name, what) in new[] { ("cpu", "processor"), ("libtorch", "libtorch"), ("blas", "BLAS") })
        {
            if (metadata.Versions.GetValueOrDefault(name) is { } then && ProgramVersions.Current()[name] != then)
                observer.Warning($"the checkpoint was written with another {what} ({Shown.Plain(then)}; this is {ProgramVersions.Current()[name]}): the last bits of the result may differ from a run without interruption");
        }
        // other rows: the epoch begins anew, since its order is another one
        return new(path, metadata, changed ? new(position.Epoch, 0, position.Epoch * stepsPerEpoch, 0, 0) : position);
    }

    private void CheckSettings(CheckpointMetadata metadata, List<Mistake> mistakes)
    {
        var catalog = settings.Custom?.Assembly.Catalog ?? TrainingHyperparameters.Catalog;
        var now = SecretNames.Redact(settings.Hyperparameters);
        foreach (var name in now.Keys.Union(metadata.Settings.Keys).Order(StringComparer.Ordinal))
        {
            var declared = catalog.Declarations.FirstOrDefault(declaration => declaration.Name == name);
            if (declared?.MayChangeOnResume == true)
                continue;
            // a hyperparameter that only one of two versions of the program knows had its default in the other
            var then = metadata.Settings.GetValueOrDefault(name) ?? declared?.DefaultText;
            var found = now.GetValueOrDefault(name);
            if (found is not null && found != then)
                mistakes.Add(new($"hyperparameter {name}", $"found {found}, the checkpoint was trained with {then ?? "none"}", Fix));
            else if (found is null)
                mistakes.Add(new($"hyperparameter {name}", $"found none, the checkpoint was trained with {then}", Fix));
        }
        // the same hyperparameters and shapes say nothing of what other code does
        if (settings.Custom?.Assembly.Identity is var code && metadata.CustomModel != code)
            mistakes.Add(new("model", $"found {code ?? "a built-in one"}, the checkpoint was trained with {metadata.CustomModel ?? "a built-in one"}", Fix));
        if (metadata.Objective != objective.Name)
            mistakes.Add(new("hyperparameter objective_metric", $"found {objective.Name}, the checkpoint's best epoch was chosen by {metadata.Objective}", Fix));
        if (metadata.Position.Epoch > settings.Epochs)
            mistakes.Add(new("hyperparameter epochs", $"found {settings.Epochs}, the checkpoint has {metadata.Position.Epoch} already", "set it at least as high"));
        else if (settings.Schedule.DependsOnEpochs && metadata.Settings.GetValueOrDefault("epochs") is { } epochs && epochs != now["epochs"])
            observer.Warning($"epochs was {Shown.Plain(epochs)} and is {now["epochs"]}: the schedule's course until the checkpoint was another than from now on");
        if (metadata.Device == "cuda" != (settings.Device == DevicePreference.Cuda) && settings.Device != DevicePreference.Auto)
            observer.Warning($"the checkpoint was trained on {Shown.Plain(metadata.Device)}: the last bits of the result may differ from a run without a change");
    }

    /// <summary>True when the rows are others and that is accepted.</summary>
    private bool CheckData(CheckpointMetadata metadata, bool sameSettings, List<Mistake> mistakes)
    {
        foreach (var difference in data.Incompatible(metadata.Data))
            mistakes.Add(new("data", difference, "give the same data, or start afresh with resume=never or an empty checkpoint folder"));
        var changed = data.ChangedChannels(metadata.Data).ToList();
        if (sameSettings)
            changed.AddRange(data.ChangedRows(metadata.Data));
        if (changed.Count > 0 && settings.Checkpoints.DataCheck == ResumeDataCheck.Refuse)
        {
            mistakes.AddRange(changed.Select(difference =>
                new Mistake("data", difference, "give the same data, or set resume_data_check to accept")));
        }
        else if (changed.Count > 0)
            observer.Warning($"resume_data_check=accept: training goes on with other data, from the beginning of epoch {metadata.Position.Epoch + 1}: {Shown.OneLine(string.Join("; ", changed))}");
        return changed.Count > 0;
    }
}
