using System.Globalization;
using System.Text.Json;
using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Every hyperparameter, declared once: validation, documentation and tuning ranges derive from this.</summary>
public static class TrainingHyperparameters
{
    internal static readonly CategoricalHyperparameter<TaskKind> Task = new("task", TaskKind.Classification)
    { Help = "What the label is: a class or a number." };

    internal static readonly CategoricalHyperparameter<ModelKind> Model = new("model", ModelKind.Mlp)
    { Help = "The network." };

    internal static readonly IntegerListHyperparameter HiddenLayers = new("hidden_layers", [128], 1, 65_536, 32)
    { Help = "Widths of the fully connected hidden layers; `[]` for none." };

    internal static readonly CategoricalHyperparameter<ActivationKind> Activation = new("activation", ActivationKind.Relu)
    { Help = "Non-linearity after each hidden layer.", Tunable = true };

    internal static readonly ContinuousHyperparameter Dropout = new("dropout", 0, 0, 1, maxExclusive: true)
    { Help = "Probability of dropping an activation of a hidden layer while training.", Tunable = true, TunableMax = 0.6 };

    internal static readonly BooleanHyperparameter BatchNormalization = new("batch_normalization", false)
    { Aliases = ["batch_norm"], Help = "Normalize before each activation.", Tunable = true };

    internal static readonly IntegerListHyperparameter InputShape = new("input_shape", [], 1, 16_384, 3)
    { Help = "Channels, height and width of a row that is an image: `[1, 28, 28]`. The cnn needs it." };

    internal static readonly IntegerListHyperparameter ConvolutionChannels = new("convolution_channels", [32, 64], 1, 4_096, 8)
    { Help = "Output channels of each block: convolution, activation, 2×2 maximum.", UsedWhen = "model=cnn" };

    internal static readonly IntegerHyperparameter KernelSize = new("kernel_size", 3, 1, 15)
    { Help = "Side of the convolution kernels; odd.", UsedWhen = "model=cnn" };

    internal static readonly BooleanHyperparameter NewHead = new("new_head", false)
    { Help = "Transfer learning: of the model that the job continues from, all is taken but the last layer, so that task and classes may be others.", UsedWhen = "a channel model" };

    internal static readonly FreeTextHyperparameter FreezeLayers = new("freeze_layers", "none")
    {
        Range = "none, all_but_head, or names of layers",
        Help = "Layers that stay as they are in the model that the job continues from: `all_but_head` (feature extraction), or names as in model.safetensors, such as `0,2`; a name covers all below it.",
        UsedWhen = "a channel model",
        Validate = text => FrozenLayers.TryParse(text) is null ? "none, all_but_head, or names of layers with commas between them, such as 0,2" : null,
    };

    internal static readonly CategoricalHyperparameter<LossKind> Loss = new("loss", LossKind.Auto)
    { Help = "What training minimizes. `auto`: cross_entropy, or mse for regression." };

    internal static readonly ContinuousHyperparameter FocalGamma = new("focal_gamma", 2, 0, 20)
    { Help = "How much easy rows are discounted.", UsedWhen = "loss=focal", Tunable = true, TunableMax = 5 };

    internal static readonly ContinuousHyperparameter HuberDelta = new("huber_delta", 1, 0, 1e6, minExclusive: true)
    { Help = "Where the loss turns from squared to absolute, in standard deviations of the target.", UsedWhen = "loss=huber", Tunable = true, TunableMin = 0.1, TunableMax = 5 };

    internal static readonly FreeTextHyperparameter ClassWeighting = new("class_weights", "none")
    {
        Range = "none, balanced, or a list of positive numbers",
        Help = "`none`, `balanced`, or a list with one weight per class in the order of the classes.",
        UsedWhen = "task=classification",
        Validate = text => Training.ClassWeights.TryParse(text) is null ? "none, balanced or a list of positive numbers such as [1, 2.5]" : null,
    };

    internal static readonly ContinuousHyperparameter LabelSmoothing = new("label_smoothing", 0, 0, 1, maxExclusive: true)
    { Help = "Share of the target probability spread over all classes.", UsedWhen = "task=classification", Tunable = true, TunableMax = 0.3 };

    internal static readonly CategoricalHyperparameter<OptimizerKind> Optimizer = new("optimizer", OptimizerKind.Adam)
    { Help = "How parameters follow the gradient.", Tunable = true };

    internal static readonly ContinuousHyperparameter LearningRate = new("learning_rate", 1e-3, 0, 10, minExclusive: true)
    { Aliases = ["lr"], Help = "Base learning rate.", Tunable = true, Scaling = "Logarithmic", TunableMin = 1e-5, TunableMax = 0.1 };

    internal static readonly ContinuousHyperparameter LayerLearningRateDecay = new("layer_learning_rate_decay", 1, 0, 1, minExclusive: true)
    { Aliases = ["layer_decay"], Help = "Discriminative learning rates: a layer's is this times that of the layer behind it; the last has learning_rate.", Tunable = true, TunableMin = 0.3 };

    internal static readonly ContinuousHyperparameter Momentum = new("momentum", 0, 0, 1, maxExclusive: true)
    { Help = "Momentum.", UsedWhen = "optimizer=sgd or rmsprop", Tunable = true, TunableMax = 0.99 };

    internal static readonly BooleanHyperparameter Nesterov = new("nesterov", false)
    { Help = "Nesterov's variant; needs momentum.", UsedWhen = "optimizer=sgd", Tunable = true };

    internal static readonly ContinuousHyperparameter Beta1 = new("beta1", 0.9, 0, 1, maxExclusive: true)
    { Help = "Decay of the mean gradient.", UsedWhen = "optimizer=adam or adamw", Tunable = true, TunableMin = 0.8, TunableMax = 0.99 };

    internal static readonly ContinuousHyperparameter Beta2 = new("beta2", 0.999, 0, 1, maxExclusive: true)
    { Help = "Decay of the mean squared gradient.", UsedWhen = "optimizer=adam or adamw", Tunable = true, TunableMin = 0.9, TunableMax = 0.9999 };

    internal static readonly ContinuousHyperparameter OptimizerEpsilon = new("epsilon", 1e-8, 0, 1, minExclusive: true)
    { Aliases = ["eps"], Help = "Added to the denominator.", UsedWhen = "optimizer=adam, adamw or rmsprop" };

    internal static readonly ContinuousHyperparameter Alpha = new("alpha", 0.99, 0, 1, maxExclusive: true)
    { Help = "Decay of the mean squared gradient.", UsedWhen = "optimizer=rmsprop", Tunable = true, TunableMin = 0.8, TunableMax = 0.999 };

    internal static readonly ContinuousHyperparameter WeightDecay = new("weight_decay", 0, 0, 1)
    { Help = "L2 penalty; decoupled from the gradient for adamw.", Tunable = true, TunableMax = 0.1 };

    internal static readonly ContinuousHyperparameter L1 = new("l1", 0, 0, 1)
    { Help = "L1 penalty on weights, not on biases.", Tunable = true, TunableMax = 0.01 };

    internal static readonly ContinuousHyperparameter GradientClipNorm = new("gradient_clip_norm", 0, 0, 1e6)
    { Aliases = ["max_grad_norm"], Help = "Largest L2 norm of all gradients together; 0 = no clipping.", Tunable = true, TunableMax = 10 };

    internal static readonly CategoricalHyperparameter<ScheduleKind> Schedule = new("schedule", ScheduleKind.Constant)
    { Aliases = ["lr_schedule"], Help = "Course of the learning rate over all steps.", Tunable = true };

    internal static readonly IntegerHyperparameter WarmupSteps = new("warmup_steps", 0, 0, 1_000_000_000)
    { Help = "Steps over which the learning rate rises linearly from zero to its course.", Tunable = true, TunableMax = 1_000 };

    internal static readonly IntegerHyperparameter StepEpochs = new("step_epochs", 10, 1, 1_000_000)
    { Help = "Epochs between two drops.", UsedWhen = "schedule=step", Tunable = true, TunableMax = 50 };

    internal static readonly ContinuousHyperparameter DecayRate = new("decay_rate", 0.9, 0, 1, minExclusive: true)
    { Aliases = ["gamma"], Help = "Factor of a drop, or of each epoch.", UsedWhen = "schedule=step or exponential", Tunable = true, TunableMin = 0.1 };

    internal static readonly ContinuousHyperparameter FinalFraction = new("final_learning_rate_fraction", 0, 0, 1)
    { Help = "What is left of the learning rate at the last step.", UsedWhen = "schedule=cosine or linear", Tunable = true };

    internal static readonly IntegerHyperparameter Epochs = new("epochs", 10, 1, 1_000_000)
    { Aliases = ["num_epochs", "n_epochs"], Help = "Passes over the training rows.", Tunable = true, TunableMax = 100, MayChangeOnResume = true };

    internal static readonly IntegerHyperparameter BatchSize = new("batch_size", 128, 1, 1_000_000)
    { Aliases = ["mini_batch_size"], Help = "Rows in a step.", Tunable = true, Scaling = "Logarithmic", TunableMin = 16, TunableMax = 1_024 };

    internal static readonly IntegerHyperparameter EarlyStoppingPatience = new("early_stopping_patience", 0, 0, 1_000_000)
    { Help = "Epochs without improvement of the objective before training stops; 0 = never.", MayChangeOnResume = true };

    internal static readonly ContinuousHyperparameter EarlyStoppingMinDelta = new("early_stopping_min_delta", 0, 0, 1e9)
    { Help = "Least change of the objective that counts as improvement." };

    internal static readonly FreeTextHyperparameter Objective = new("objective_metric", "auto")
    { Range = "auto, or a validation metric", Help = "The metric that chooses the saved model and stops early. `auto`: the tuning job's objective, else validation:accuracy or validation:rmse." };

    internal static readonly CategoricalHyperparameter<StandardizationKind> Standardization = new("standardization", StandardizationKind.Auto)
    { Help = "What shares a mean and a standard deviation: each `feature` has its own, or all of a `channel` (of input_shape, else the whole row) have one. `auto`: channel for model=cnn." };

    internal static readonly ContinuousHyperparameter ValidationFraction = new("validation_fraction", 0.1, 0, 1, maxExclusive: true)
    { Help = "Share of the training rows held out when there is no validation channel; 0 = none." };

    internal static readonly CategoricalHyperparameter<SplitMethod> Split = new("split", SplitMethod.Random)
    { Help = "How these rows are chosen; chronological takes the last ones.", UsedWhen = "no validation channel" };

    internal static readonly IntegerHyperparameter LabelColumn = new("label_column", 0, -1_000_000, 1_000_000)
    { Help = "Column of the label; negative counts from the end." };

    internal static readonly IntegerHyperparameter FeatureDim = new("feature_dim", 0, 0, 100_000_000)
    { Help = "Features of a row; 0 = as many as the rows have. text/libsvm in Pipe mode needs it." };

    internal static readonly IntegerHyperparameter NumClasses = new("num_classes", 0, 0, 100_000)
    { Help = "Classes of the label, which is then a whole number from 0 to one less; 0 = the classes are those that the training rows have.", UsedWhen = "task=classification" };

    internal static readonly FreeTextHyperparameter MemoryBudget = new("memory_budget", "auto")
    {
        Range = "auto, or a size as in 500MB, 4GB, 0",
        Help = "Memory for the rows; `auto`: half of the container's. Rows of files that do not fit go decoded into a cache file that is mapped into memory, with the same result; rows of a pipe are then streamed anew for each epoch.",
        Validate = text => ReadBudget(text) is null ? "auto, or a size as in 500MB, 4GB or 0" : null,
        MayChangeOnResume = true,
    };

    internal static readonly FreeTextHyperparameter ShuffleBuffer = new("shuffle_buffer", "auto")
    {
        Range = "auto, or rows from 0 to 100000000",
        Help = "Rows of a stream among which the next one is drawn at random; 0 = in the order of the stream. `auto`: 10,000, or fewer that fit into 64 MB.",
        UsedWhen = "rows are streamed",
        Validate = text => ReadShuffleBuffer(text) is null ? $"auto, or a whole number from 0 to {BatchStreamOptions.ShuffleBufferMax}" : null,
    };

    internal static readonly IntegerHyperparameter PipeTimeout = new("pipe_timeout", 600, 1, 86_400)
    { Help = "Seconds that a pipe may keep the job waiting, for its appearance or for bytes, before the job fails.", UsedWhen = "Pipe mode", MayChangeOnResume = true };

    internal static readonly FreeTextHyperparameter AttributeNames = new("attribute_names", "[]")
    {
        Range = "a list of 1 to 16 names",
        Help = "The attributes of an augmented manifest, in the order of the channel's AttributeNames: `[\"source-ref\", \"class\"]`. Features come from the first `-ref`, the label from the next that is no `-metadata`.",
        UsedWhen = "Pipe mode with RecordWrapperType=RecordIO",
        Validate = text => ReadNames(text) is null ? "a JSON list of at most 16 names" : null,
    };

    internal static readonly IntegerHyperparameter Seed = new("seed", 1, 0, long.MaxValue)
    { Aliases = ["random_seed"], Help = "Of every random draw. The same seed gives the same model, bit for bit, when `threads` is a number." };

    internal static readonly FreeTextHyperparameter Threads = new("threads", "auto")
    {
        Range = "auto, or 1 to 1024",
        Help = "CPU threads of libtorch, which its matrix library shares. `auto` measures at the start which number is the fastest.",
        Validate = text => ReadThreads(text) is null ? $"auto, or one whole number from 1 to {ThreadChoice.Max}: libtorch and its matrix library share one pool of threads" : null,
        MayChangeOnResume = true,
    };

    internal static readonly BooleanHyperparameter Deterministic = new("deterministic", false)
    { Help = "Use only operations that give the same bits each time, and refuse what can't. On a CPU it needs `threads` as a number; on a GPU it may cost speed." };

    internal static readonly CategoricalHyperparameter<Tf32Preference> Tf32 = new("tf32", Tf32Preference.Auto)
    {
        Help = "Whether a GPU since Ampere may round the factors of float32 products to TensorFloat-32, which is faster: `true` in matrix products and convolutions, `false` in neither, `auto` in convolutions only, as PyTorch does.",
        UsedWhen = "training on a GPU",
    };

    internal static readonly CategoricalHyperparameter<DevicePreference> Device = new("device", DevicePreference.Auto)
    { Help = "Where to train; `auto` takes a GPU when there is one.", MayChangeOnResume = true };

    internal static readonly FreeTextHyperparameter CheckpointInterval = new("checkpoint_interval", "auto")
    {
        Range = "auto, or a number with its unit as in 30s, 15m, 500ba, 1ep",
        Help = "Time between two checkpoints, in seconds, minutes, batches (`ba`: steps) or epochs (`ep`). `auto`: from the measured cost of one, 30 s to 15 min, and at the end of an epoch if cheap.",
        Validate = text => Training.CheckpointInterval.TryParse(text) is null
            ? $"auto, or a whole number from 1 to {Training.CheckpointInterval.CountMax} with its unit as in 30s, 15m, 500ba (batches) or 1ep (epochs)"
            : null,
        MayChangeOnResume = true,
    };

    internal static readonly IntegerHyperparameter CheckpointsToKeep = new("checkpoints_to_keep", 3, 2, 1_000)
    { Help = "Newest checkpoints that stay, besides the best epoch's; older ones of this job are deleted, in S3 too.", MayChangeOnResume = true };

    internal static readonly CategoricalHyperparameter<ResumePreference> Resume = new("resume", ResumePreference.Auto)
    { Help = "What to do with checkpoints that are there at the start: `auto` goes on from the newest that verifies, else starts afresh; `require` fails instead; `never` starts afresh.", MayChangeOnResume = true };

    internal static readonly CategoricalHyperparameter<ResumeDataCheck> DataCheck = new("resume_data_check", ResumeDataCheck.Refuse)
    { Help = "What to do when the data of a resumed job is not the checkpoint's (files, sizes, rows).", MayChangeOnResume = true };

    internal static readonly FreeTextHyperparameter CheckpointS3Uri = S3Uri("checkpoint_s3_uri",
        "Outside SageMaker: where checkpoints are restored from at the start and kept while training goes on. On SageMaker give the job a CheckpointConfig.");

    internal static readonly FreeTextHyperparameter OutputS3Uri = S3Uri("output_s3_uri",
        "Outside SageMaker: where model.tar.gz and output.tar.gz go at the end, below JOB/output/ when the job has a name. On SageMaker: OutputDataConfig.");

    internal static readonly CategoricalHyperparameter<CloudWatchOutput> CloudWatchMetrics = new("cloudwatch_metrics", CloudWatchOutput.Off)
    { Help = "Metrics for CloudWatch: `emf` prints them as embedded-metric-format lines in the log, `api` sends them with PutMetricData.", MayChangeOnResume = true };

    internal static readonly FreeTextHyperparameter CloudWatchNamespace = new("cloudwatch_namespace", "TrainingContainer")
    {
        Range = Training.CloudWatchNamespace.Allowed,
        Help = "The namespace of these metrics.",
        UsedWhen = "cloudwatch_metrics=emf or api",
        Validate = text => Training.CloudWatchNamespace.IsValid(text) ? null : Training.CloudWatchNamespace.Allowed,
        MayChangeOnResume = true,
    };

    internal static readonly IntegerHyperparameter CloudWatchPeriod = new("cloudwatch_period", 10, 1, 3_600)
    { Help = "Seconds between two samples; below 60 they are stored in high resolution.", UsedWhen = "cloudwatch_metrics=emf or api", MayChangeOnResume = true };

    /// <summary>All declarations, in the order of the documentation.</summary>
    public static HyperparameterCatalog Catalog { get; } = new([
        Task, Model, HiddenLayers, Activation, Dropout, BatchNormalization, InputShape, ConvolutionChannels, KernelSize,
        NewHead, FreezeLayers,
        Loss, FocalGamma, HuberDelta, ClassWeighting, LabelSmoothing,
        Optimizer, LearningRate, LayerLearningRateDecay, Momentum, Nesterov, Beta1, Beta2, OptimizerEpsilon, Alpha, WeightDecay, L1, GradientClipNorm,
        Schedule, WarmupSteps, StepEpochs, DecayRate, FinalFraction,
        Epochs, BatchSize, EarlyStoppingPatience, EarlyStoppingMinDelta, Objective,
        Standardization, ValidationFraction, Split, LabelColumn, FeatureDim, NumClasses, AttributeNames, MemoryBudget, ShuffleBuffer, PipeTimeout, Seed, Threads, Deterministic,
        Tf32, Device,
        CheckpointInterval, CheckpointsToKeep, Resume, DataCheck, CheckpointS3Uri, OutputS3Uri,
        CloudWatchMetrics, CloudWatchNamespace, CloudWatchPeriod]);

    private static FreeTextHyperparameter S3Uri(string name, string help) => new(name, "")
    {
        Range = "empty, or s3://BUCKET/PREFIX",
        Help = help,
        Validate = text => text.Length == 0 || S3Location.TryParse(text) is not null ? null : $"{S3Location.Expected}, or nothing",
        MayChangeOnResume = true,
    };

    /// <summary>Reads the list of attributes; null when it is none.</summary>
    internal static IReadOnlyList<string>? ReadNames(string text)
    {
        try
        {
            var names = JsonSerializer.Deserialize<string[]>(text);
            return names is [] ? [] : names is { Length: <= AugmentedManifestFormat.AttributesMax } && names.All(name => !string.IsNullOrWhiteSpace(name)) ? names : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the memory budget: bytes, -1 for auto; null when it is neither.</summary>
    internal static long? ReadBudget(string text) => IsAuto(text) ? -1 : ByteSize.TryParse(text);

    /// <summary>Reads the shuffle buffer: rows, -1 for auto; null when it is neither.</summary>
    internal static int? ReadShuffleBuffer(string text) => IsAuto(text) ? -1
        : int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var rows)
            && rows <= BatchStreamOptions.ShuffleBufferMax ? rows : null;

    /// <summary>Reads the threads setting: their number, or 0 for auto; null when it is neither.</summary>
    internal static int? ReadThreads(string text) => IsAuto(text) ? 0
        : int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var threads)
            && threads is >= 1 and <= ThreadChoice.Max ? threads : null;

    private static bool IsAuto(string text) => text.Trim().Equals("auto", StringComparison.OrdinalIgnoreCase);
}
