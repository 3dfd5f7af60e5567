using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Every metric that training prints, declared once.</summary>
public static class TrainingMetrics
{
    /// <summary>Mean loss over the rows of the epoch, as seen while training.</summary>
    public static readonly Metric TrainLoss = new("train:loss", MetricDirection.Minimize, "Mean loss over the epoch's training rows, while the weights still move.", Objective: true);

    /// <summary>Training rows per second.</summary>
    public static readonly Metric SamplesPerSecond = new("train:samples_per_second", MetricDirection.Neither, "Training rows per second of the epoch, without evaluation.")
    { Unit = MetricUnit.CountPerSecond };

    /// <summary>What a checkpoint costs the training thread.</summary>
    public static readonly Metric CheckpointStall = new("checkpoint:stall_seconds", MetricDirection.Neither, "Seconds that training stood still for a checkpoint.")
    { Unit = MetricUnit.Seconds };

    /// <summary>What a checkpoint takes in the background.</summary>
    public static readonly Metric CheckpointWrite = new("checkpoint:write_seconds", MetricDirection.Neither, "Seconds until a checkpoint was on the disk, while training went on.")
    { Unit = MetricUnit.Seconds };

    /// <summary>What is measured on a set of rows; the names follow "validation:" and "test:".</summary>
    private static readonly (string Name, MetricDirection Direction, TaskKind? Task, string Help)[] Measures =
    [
        ("loss", MetricDirection.Minimize, null, "Mean loss."),
        ("accuracy", MetricDirection.Maximize, TaskKind.Classification, "Share of rows whose most probable class is right."),
        ("f1", MetricDirection.Maximize, TaskKind.Classification, "F1, the mean over the classes (macro)."),
        ("precision", MetricDirection.Maximize, TaskKind.Classification, "Precision, the mean over the classes (macro)."),
        ("recall", MetricDirection.Maximize, TaskKind.Classification, "Recall, the mean over the classes (macro)."),
        ("auc", MetricDirection.Maximize, TaskKind.Classification, "Area under the ROC curve; over two classes of the second, else the mean of one against the rest; up to 100 classes."),
        ("rmse", MetricDirection.Minimize, TaskKind.Regression, "Root of the mean squared error, in the label's unit."),
        ("mae", MetricDirection.Minimize, TaskKind.Regression, "Mean absolute error, in the label's unit."),
        ("r2", MetricDirection.Maximize, TaskKind.Regression, "Coefficient of determination."),
    ];

    private static readonly Metric[] ValidationMetrics = [.. Measures.Select(m =>
        new Metric($"validation:{m.Name}", m.Direction, $"{m.Help} On the validation rows, once per epoch.", Objective: true))];

    private static readonly Metric[] TestMetrics = [.. Measures.Select(m =>
        new Metric($"test:{m.Name}", m.Direction, $"{m.Help} On the test channel, once, of the saved model."))];

    /// <summary>All metrics, the best-so-far of each objective included.</summary>
    public static MetricCatalog Catalog { get; } = new(
        [TrainLoss, TrainLoss.Best, SamplesPerSecond, .. ValidationMetrics.SelectMany(metric => new[] { metric, metric.Best }), .. TestMetrics, CheckpointStall, CheckpointWrite]);

    /// <summary>The metric "validation:NAME".</summary>
    public static Metric Validation(string measure) => ValidationMetrics[IndexOf(measure)];

    /// <summary>The metric "test:NAME".</summary>
    public static Metric Test(string measure) => TestMetrics[IndexOf(measure)];

    /// <summary>The metrics that may choose the model: those of the validation rows that fit the task, and the training loss.</summary>
    public static IEnumerable<Metric> ObjectivesOf(TaskKind task) =>
        [.. ValidationMetrics.Where((_, index) => Measures[index].Task is null || Measures[index].Task == task), TrainLoss];

    /// <summary>The objective when none is asked for.</summary>
    public static Metric DefaultObjective(TaskKind task) => Validation(task == TaskKind.Classification ? "accuracy" : "rmse");

    private static int IndexOf(string measure) => Array.FindIndex(Measures, m => m.Name == measure);
}
