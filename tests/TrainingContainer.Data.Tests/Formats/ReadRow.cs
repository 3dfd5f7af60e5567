namespace TrainingContainer.Data.Tests;

/// <summary>A decoded row.</summary>
/// <param name="Features">Its features.</param>
/// <param name="Label">A double, a string, or null for none.</param>
internal sealed record ReadRow(float[] Features, object? Label);
