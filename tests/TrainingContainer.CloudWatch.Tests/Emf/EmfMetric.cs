namespace TrainingContainer.CloudWatch.Tests.Emf;

/// <summary>A metric as a document defines it, with the values that it refers to.</summary>
internal sealed record EmfMetric(string Name, string Unit, int StorageResolution, IReadOnlyList<double> Values);
