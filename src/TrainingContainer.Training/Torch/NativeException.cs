namespace TrainingContainer.Training;

/// <summary>A C++ exception that nothing caught: what it says, and where it was called from.</summary>
/// <param name="message">Both.</param>
public sealed class NativeException(string message) : Exception(message);
