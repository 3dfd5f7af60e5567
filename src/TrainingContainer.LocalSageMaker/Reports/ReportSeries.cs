namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>A metric of one job over time.</summary>
/// <param name="Name">The metric's name, with the host behind it where several print it.</param>
/// <param name="Points">At least one, in their order.</param>
internal sealed record ReportSeries(string Name, IReadOnlyList<ReportPoint> Points)
{
    /// <summary>The last value, which is the final one once the job is over.</summary>
    public ReportPoint Last => Points[^1];
}
