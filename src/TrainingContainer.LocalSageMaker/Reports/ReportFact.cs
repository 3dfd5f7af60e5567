namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>One fact of the page's head.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Value">The fact.</param>
internal sealed record ReportFact(string Name, string Value);
