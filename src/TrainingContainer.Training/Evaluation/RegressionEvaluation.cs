namespace TrainingContainer.Training;

/// <summary>How close numbers are predicted, in the label's unit. A residual is label − prediction.</summary>
public sealed class RegressionEvaluation : Evaluation
{
    /// <summary>Quantiles of the residuals that are reported.</summary>
    private static readonly double[] QuantilesReported = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

    /// <summary>Root of the mean squared residual.</summary>
    public required double Rmse { get; init; }

    /// <summary>Mean absolute residual.</summary>
    public required double Mae { get; init; }

    /// <summary>1 − squared residuals / squared deviations from the mean label; NaN when all labels are equal.</summary>
    public required double R2 { get; init; }

    /// <summary>Mean residual: above 0 when the model predicts too little.</summary>
    public required double MeanResidual { get; init; }

    /// <summary>The residuals' quantiles.</summary>
    public required IReadOnlyList<(double Quantile, double Residual)> Quantiles { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<(string Measure, double Value)> Measures => [("loss", Loss), ("rmse", Rmse), ("mae", Mae), ("r2", R2)];

    /// <summary>Compares.</summary>
    /// <param name="loss">Mean loss.</param>
    /// <param name="predictions">In the label's unit.</param>
    /// <param name="labels">As many, at least one.</param>
    internal static RegressionEvaluation Of(double loss, ReadOnlySpan<double> predictions, ReadOnlySpan<double> labels)
    {
        var residuals = new double[labels.Length];
        var notFinite = new RowsNotFinite();
        double squares = 0, absolutes = 0, sum = 0, labelSum = 0, deviations = 0;
        for (var i = 0; i < residuals.Length; i++)
        {
            var residual = residuals[i] = labels[i] - predictions[i];
            if (!double.IsFinite(residual))
                notFinite.Add(i + 1);
            squares += residual * residual;
            absolutes += Math.Abs(residual);
            sum += residual;
            labelSum += labels[i];
        }
        var mean = labelSum / labels.Length;
        foreach (var label in labels)
            deviations += (label - mean) * (label - mean);
        Array.Sort(residuals);
        return new()
        {
            Loss = loss,
            Rows = labels.Length,
            NotFinite = notFinite,
            Rmse = Math.Sqrt(squares / labels.Length),
            Mae = absolutes / labels.Length,
            R2 = deviations == 0 ? double.NaN : 1 - (squares / deviations),
            MeanResidual = sum / labels.Length,
            Quantiles = [.. QuantilesReported.Select(q => (q, residuals[(int)Math.Round(q * (residuals.Length - 1))]))],
        };
    }
}
