using TrainingContainer.Data;
using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// Continues from the model of an earlier job: the job builds its network from its own hyperparameters, and takes every weight and buffer
/// from the model by its name. All must fit: task, features, classes and layers; with new_head=true the last layer is drawn anew, and task and
/// classes may be others. Rows are standardized as they were for the model, since its weights were learned so.
/// </summary>
/// <param name="settings">Of the job.</param>
/// <param name="model">The earlier job's.</param>
public sealed class WarmStart(TrainingSettings settings, PretrainedModel model)
{
    private readonly SavedModel _saved = model.Description;

    /// <summary>How features are standardized.</summary>
    public FeatureDescription Features => _saved.Features;

    /// <summary>How a regression's label is standardized; null when that is the new rows' affair.</summary>
    public TargetScale? Target => KeepsHead ? _saved.Target : null;

    private bool KeepsHead => !settings.FineTuning.NewHead && settings.Task == _saved.Task;

    private bool KeepsClasses => KeepsHead && _saved.Task == TaskKind.Classification;

    /// <summary>The training rows with the classes of the model, in its order, where the model has them all; else as they are.</summary>
    /// <param name="train">The training rows, or a sample.</param>
    public Table Adopt(Table train) => KeepsClasses && !UnknownClasses(train.Classes).Any() ? train.InClasses(_saved.Classes) : train;

    /// <summary>The same of training rows in a stream.</summary>
    /// <param name="train">What is known of them.</param>
    public ChannelStatistics Adopt(ChannelStatistics train) => KeepsClasses && !UnknownClasses(train.Classes).Any() ? train.InClasses(_saved.Classes) : train;

    /// <summary>Adds every reason why the job can't continue from the model.</summary>
    /// <param name="train">The training rows, or a sample, after they were adopted.</param>
    /// <param name="mistakes">Those found before, and where more are added.</param>
    public void Check(ChannelSummary train, ICollection<Mistake> mistakes)
    {
        var settingsAreWrong = mistakes.Any(mistake => mistake.Where.StartsWith("hyperparameter", StringComparison.Ordinal));
        if (!settings.FineTuning.NewHead && settings.Task != _saved.Task)
        {
            mistakes.Add(new("hyperparameter task", $"found {Name(settings.Task)}, but the model of channel model is for {Name(_saved.Task)}",
                $"set task to {Name(_saved.Task)}, or new_head to true"));
        }
        if (train.FeatureCount != _saved.Features.Count)
        {
            mistakes.Add(new("channel train", $"found rows of {train.FeatureCount} features, but the model of channel model takes {_saved.Features.Count}",
                "give rows the features that it was trained on, in the same order"));
        }
        if (StandardizationComparison.With(settings, _saved) is { } otherwise)
            mistakes.Add(otherwise);
        if (KeepsClasses && UnknownClasses(train.Classes).ToArray() is { Length: > 0 } unknown)
        {
            mistakes.Add(new("channel train", $"found the classes {Listed(unknown)}, which the model of channel model does not know: it has {Listed(_saved.Classes)}",
                "correct the labels, or set new_head to true for a last layer of the job's own"));
        }
        // a network of wrong settings may be none, or larger than memory
        if (!settingsAreWrong)
            CheckNetwork(train, mistakes);
    }

    /// <summary>Puts the model's weights into a network that <see cref="Check"/> has passed. Can be done once: the model's files are closed.</summary>
    /// <param name="network">On any device.</param>
    /// <exception cref="JobInputException">A weight is no number.</exception>
    /// <exception cref="IOException">They can't be read.</exception>
    public void Load(nn.Module network)
    {
        using var scope = NewDisposeScope();
        var mistakes = new List<Mistake>();
        foreach (var (name, tensor) in NetworkComparison.Tensors(network, KeepsHead))
        {
            model.Weights.Read(model.Weights.Find(name)!, tensor);
            if (!tensor.isfinite().all().item<bool>())
                mistakes.Add(new("channel model", $"tensor {name}: found NaN or infinity, expected finite numbers", "continue from another model: this one is damaged"));
        }
        model.Dispose();
        if (mistakes.Count > 0)
            throw new JobInputException(mistakes);
    }

    /// <summary>A sentence of what was taken.</summary>
    public override string ToString() =>
        $"continues from the model of channel model ({(KeepsHead ? "all of its layers" : "all of its layers but the last, which is drawn anew")}; frozen: {settings.FineTuning.Frozen}); rows are standardized as they were for it";

    /// <summary>The network is built as the job would build it, whatever sizes the model claims to have.</summary>
    private void CheckNetwork(ChannelSummary train, ICollection<Mistake> mistakes)
    {
        var outputs = LossFunction.OutputCount(settings.Loss.Kind, train.Classes.Count);
        try
        {
            INetwork network = settings.Custom is { } custom
                ? CustomNetwork.For(custom, settings, train.FeatureCount, outputs)
                : ModelArchitecture.For(settings.Model, train.FeatureCount, outputs);
            using var built = network.Build(settings.Seed);
            var sizesFit = train.FeatureCount == _saved.Features.Count && !(KeepsClasses && UnknownClasses(train.Classes).Any());
            new NetworkComparison(settings, model, KeepsHead).Check(built, sizesFit, mistakes);
            settings.FineTuning.Frozen.Check(built, settings.FineTuning.NewHead, mistakes);
        }
        catch (JobInputException exception)
        {
            foreach (var mistake in exception.Mistakes)
                mistakes.Add(mistake);
        }
    }

    private IEnumerable<string> UnknownClasses(IReadOnlyList<string> classes) => classes.Except(_saved.Classes);

    private static string Name(TaskKind task) => task.ToString().ToLowerInvariant();

    private static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(10).Select(Shown.Plain)) + (names.Count > 10 ? $", … ({names.Count} in all)" : "");
}
