namespace TrainingContainer.Training;

/// <summary>How a regression's label is standardized: the network learns (label − mean) / standard deviation.</summary>
/// <param name="Mean">Of the training rows' labels.</param>
/// <param name="StandardDeviation">Of the same, population; 1 when they are all equal.</param>
public sealed record TargetScale(double Mean, double StandardDeviation)
{
    /// <summary>Leaves numbers as they are.</summary>
    public static readonly TargetScale None = new(0, 1);

    /// <summary>The scale of the training rows.</summary>
    /// <param name="labels">Of all rows of the table.</param>
    /// <param name="rows">The training rows; null for all.</param>
    public static TargetScale Of(float[] labels, int[]? rows)
    {
        var chosen = rows is null ? labels : Array.ConvertAll(rows, row => labels[row]);
        var mean = chosen.Average(label => (double)label);
        var deviation = Math.Sqrt(chosen.Average(label => (label - mean) * (label - mean)));
        return new(mean, deviation > 0 ? deviation : 1);
    }

    /// <summary>Standardizes labels in place.</summary>
    public void Standardize(Span<float> labels)
    {
        for (var i = 0; i < labels.Length; i++)
            labels[i] = (float)((labels[i] - Mean) / StandardDeviation);
    }

    /// <summary>Back to the label's unit.</summary>
    public double ToLabel(double standardized) => (standardized * StandardDeviation) + Mean;
}
