using TrainingContainer.SageMaker;
using static TrainingContainer.Training.TrainingHyperparameters;

namespace TrainingContainer.Training;

/// <summary>Everything a job was asked for, typed and checked. Immutable.</summary>
public sealed record TrainingSettings
{
    private const string BestSuffix = ":best";

    /// <summary>What the label is.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>The network.</summary>
    public required ModelSettings Model { get; init; }

    /// <summary>The user's own model in place of a built-in one; null without.</summary>
    public CustomModel? Custom { get; init; }

    /// <summary>What becomes of the model that the job continues from; without one, nothing.</summary>
    public required FineTuningSettings FineTuning { get; init; }

    /// <summary>The loss.</summary>
    public required LossSettings Loss { get; init; }

    /// <summary>The optimizer.</summary>
    public required OptimizerSettings Optimizer { get; init; }

    /// <summary>The learning rate's course.</summary>
    public required ScheduleSettings Schedule { get; init; }

    /// <summary>Batches and the validation split.</summary>
    public required DataSettings Data { get; init; }

    /// <summary>When to give up.</summary>
    public required EarlyStoppingSettings EarlyStopping { get; init; }

    /// <summary>When checkpoints are taken and what becomes of them.</summary>
    public required CheckpointSettings Checkpoints { get; init; }

    /// <summary>What goes to S3 where no service brings it there.</summary>
    public required StorageSettings Storage { get; init; }

    /// <summary>Metrics for CloudWatch.</summary>
    public required CloudWatchSettings CloudWatch { get; init; }

    /// <summary>Passes over the training rows.</summary>
    public required int Epochs { get; init; }

    /// <summary>Keys every random draw.</summary>
    public required long Seed { get; init; }

    /// <summary>CPU threads; null when their number is to be measured.</summary>
    public required int? Threads { get; init; }

    /// <summary>Whether every operation must give the same bits each time.</summary>
    public required bool Deterministic { get; init; }

    /// <summary>How exact products of float32 are on a GPU.</summary>
    public required Tf32Preference Tf32 { get; init; }

    /// <summary>Where to train.</summary>
    public required DevicePreference Device { get; init; }

    /// <summary>The metric asked for to choose the model, without ":best"; null when left to us.</summary>
    public required string? ObjectiveMetric { get; init; }

    /// <summary>Every hyperparameter's effective value as text, for the log and the model.</summary>
    public required IReadOnlyDictionary<string, string> Hyperparameters { get; init; }

    /// <summary>What was given but can't have the effect that was meant, a sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Reads the settings and checks the rules between hyperparameters, collecting every mistake.</summary>
    public static TrainingSettings From(HyperparameterValues values, ICollection<Mistake> mistakes, ModelAssembly? assembly = null)
    {
        var task = values.Get(TrainingHyperparameters.Task);
        var loss = values.Get(TrainingHyperparameters.Loss);
        var settings = new TrainingSettings
        {
            Task = task,
            Model = new(
                values.Get(TrainingHyperparameters.Model), values.Get(HiddenLayers), values.Get(Activation), values.Get(Dropout),
                values.Get(BatchNormalization), values.Get(InputShape), values.Get(ConvolutionChannels), values.Get(KernelSize)),
            Custom = assembly is null ? null : new(assembly, values),
            FineTuning = new(values.Get(NewHead), FrozenLayers.TryParse(values.Get(FreezeLayers)) ?? FrozenLayers.None),
            Loss = new(
                loss != LossKind.Auto ? loss : task == TaskKind.Classification ? LossKind.CrossEntropy : LossKind.Mse,
                values.Get(FocalGamma), values.Get(HuberDelta),
                ClassWeights.TryParse(values.Get(ClassWeighting)) ?? ClassWeights.None, values.Get(LabelSmoothing)),
            Optimizer = new(
                values.Get(TrainingHyperparameters.Optimizer), values.Get(LearningRate), values.Get(Momentum), values.Get(Nesterov),
                values.Get(Beta1), values.Get(Beta2), values.Get(OptimizerEpsilon), values.Get(Alpha),
                values.Get(WeightDecay), values.Get(L1), values.Get(GradientClipNorm))
            { LayerLearningRateDecay = values.Get(LayerLearningRateDecay) },
            Schedule = new(
                values.Get(TrainingHyperparameters.Schedule), values.Get(WarmupSteps), values.Get(StepEpochs),
                values.Get(DecayRate), values.Get(FinalFraction)),
            Data = new(
                (int)values.Get(LabelColumn), values.Get(ValidationFraction), values.Get(Split), (int)values.Get(BatchSize),
                StandardizedChannels(values))
            {
                FeatureCount = values.Get(FeatureDim) is > 0 and var features ? (int)features : null,
                ClassCount = values.Get(NumClasses) is > 0 and var classes ? (int)classes : null,
                MemoryBudget = ReadBudget(values.Get(TrainingHyperparameters.MemoryBudget)) is >= 0 and var budget ? budget : null,
                ShuffleBuffer = ReadShuffleBuffer(values.Get(TrainingHyperparameters.ShuffleBuffer)) is >= 0 and var rows ? rows : null,
                PipeTimeout = TimeSpan.FromSeconds(values.Get(TrainingHyperparameters.PipeTimeout)),
                AttributeNames = ReadNames(values.Get(AttributeNames)) ?? [],
            },
            EarlyStopping = new(values.Get(EarlyStoppingPatience), values.Get(EarlyStoppingMinDelta)),
            Checkpoints = new(
                Training.CheckpointInterval.TryParse(values.Get(TrainingHyperparameters.CheckpointInterval)) ?? Training.CheckpointInterval.Auto,
                (int)values.Get(CheckpointsToKeep), values.Get(Resume), values.Get(DataCheck)),
            Storage = new(S3Location.TryParse(values.Get(CheckpointS3Uri)), S3Location.TryParse(values.Get(OutputS3Uri))),
            CloudWatch = new(
                values.Get(TrainingHyperparameters.CloudWatchMetrics), values.Get(TrainingHyperparameters.CloudWatchNamespace),
                TimeSpan.FromSeconds(values.Get(CloudWatchPeriod))),
            Epochs = (int)values.Get(TrainingHyperparameters.Epochs),
            Seed = values.Get(TrainingHyperparameters.Seed),
            Threads = ReadThreads(values.Get(TrainingHyperparameters.Threads)) is > 0 and var threads ? threads : null,
            Deterministic = values.Get(TrainingHyperparameters.Deterministic),
            Tf32 = values.Get(TrainingHyperparameters.Tf32),
            Device = values.Get(TrainingHyperparameters.Device),
            ObjectiveMetric = ReadObjective(values, task),
            Hyperparameters = assembly is null ? values.Canonical : WithoutModel(values.Canonical),
            Warnings = [.. UnusedHyperparameters.Of(values, assembly?.Hyperparameters ?? []), .. UnknownTuningObjective(values, task)],
        };
        SettingsRules.Check(settings, mistakes);
        if (assembly is not null && values.IsGiven(TrainingHyperparameters.Model))
        {
            mistakes.Add(new("hyperparameter model", $"found {values.Canonical[TrainingHyperparameters.Model.Name]}, but sagemaker_program brings a model of its own",
                "leave out one of the two"));
        }
        return settings;
    }

    private static Dictionary<string, string> WithoutModel(IReadOnlyDictionary<string, string> canonical) =>
        canonical.Where(pair => pair.Key != TrainingHyperparameters.Model.Name).ToDictionary(StringComparer.Ordinal);

    /// <summary>Channels of which each is standardized as one; null when each feature is by itself.</summary>
    internal static int? StandardizedChannels(HyperparameterValues values)
    {
        var isCnn = values.Get(TrainingHyperparameters.Model) == ModelKind.Cnn;
        var kind = values.Get(Standardization);
        if (kind == StandardizationKind.Feature || (kind == StandardizationKind.Auto && !isCnn))
            return null;
        return values.Get(InputShape) is [var channels, _, _] ? (int)channels : 1;
    }

    /// <summary>The metric asked for; a tuning job may well call its objective as we do not, and it is then left to us.</summary>
    private static string? ReadObjective(HyperparameterValues values, TaskKind task)
    {
        var asked = values.Get(Objective);
        if (!asked.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return WithoutBest(asked);
        return values.TuningObjectiveMetric is { Length: > 0 } tuned && IsOurs(tuned) ? WithoutBest(tuned) : null;
    }

    private static IEnumerable<string> UnknownTuningObjective(HyperparameterValues values, TaskKind task) =>
        values.TuningObjectiveMetric is { Length: > 0 } tuned && !IsOurs(tuned)
            ? [$"the tuning job's objective {tuned} {(TrainingMetrics.Catalog.Metrics.Any(metric => metric.Name == tuned) ? "can't choose a model" : "is none of our metrics")}: {TrainingMetrics.DefaultObjective(task).Name} chooses the saved model unless objective_metric says otherwise"]
            : [];

    /// <summary>One of our metrics that may choose the model; of another task too, which the rules then refuse.</summary>
    private static bool IsOurs(string name) =>
        Enum.GetValues<TaskKind>().SelectMany(TrainingMetrics.ObjectivesOf)
            .Any(metric => metric.Name == WithoutBest(name));

    private static string WithoutBest(string name) =>
        name.EndsWith(BestSuffix, StringComparison.Ordinal) ? name[..^BestSuffix.Length] : name;
}
