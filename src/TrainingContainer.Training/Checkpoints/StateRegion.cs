namespace TrainingContainer.Training;

/// <summary>A tensor's bytes in host memory.</summary>
/// <param name="Entry">Its name, type, shape and length.</param>
/// <param name="Address">Where the bytes are, row-major.</param>
internal readonly record struct StateRegion(SafetensorsEntry Entry, nint Address);
