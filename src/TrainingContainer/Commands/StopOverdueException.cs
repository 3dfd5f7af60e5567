namespace TrainingContainer.Commands;

/// <summary>A stop took longer than it may, and something that was asked for is lost.</summary>
/// <param name="message">What, and what to do.</param>
internal sealed class StopOverdueException(string message) : Exception(message);
