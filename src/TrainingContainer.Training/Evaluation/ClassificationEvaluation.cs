namespace TrainingContainer.Training;

/// <summary>How well classes are recognized. Macro means are over the classes that occur among rows or predictions.</summary>
public sealed class ClassificationEvaluation : Evaluation
{
    /// <summary>Share of right rows.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Each class by itself, in the order of the model's outputs.</summary>
    public required IReadOnlyList<ClassScores> PerClass { get; init; }

    /// <summary>
    /// Rows by [true class][predicted class], without those of <see cref="Evaluation.NotFinite"/>, for which no class is predicted; null
    /// beyond <see cref="ClassificationTally.MatrixClassesMax"/> classes.
    /// </summary>
    public required long[][]? ConfusionMatrix { get; init; }

    /// <summary>One curve per class, or one for the second of two classes; null beyond <see cref="ClassificationTally.CurveClassesMax"/> classes.</summary>
    public required IReadOnlyList<(string Class, RocCurve Curve)>? RocCurves { get; init; }

    /// <summary>Mean of the classes' F1.</summary>
    public double F1 => Macro(scores => scores.F1);

    /// <summary>Mean of the classes' precision.</summary>
    public double Precision => Macro(scores => scores.Precision);

    /// <summary>Mean of the classes' recall.</summary>
    public double Recall => Macro(scores => scores.Recall);

    /// <summary>Mean area under the curves that exist; NaN when there are none.</summary>
    public double Auc => RocCurves?.Select(named => named.Curve.Auc).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average() ?? double.NaN;

    /// <inheritdoc/>
    public override IEnumerable<(string Measure, double Value)> Measures =>
        [("loss", Loss), ("accuracy", Accuracy), ("f1", F1), ("precision", Precision), ("recall", Recall), ("auc", Auc)];

    private double Macro(Func<ClassScores, double> score) => PerClass.Where(scores => scores.Occurs).Average(score);
}
