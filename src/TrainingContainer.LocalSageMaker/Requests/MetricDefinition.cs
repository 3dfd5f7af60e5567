namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>One item of AlgorithmSpecification.MetricDefinitions.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Regex">Finds the metric in a log line; its first group is the value.</param>
internal sealed record MetricDefinition(string Name, string Regex);
