namespace TrainingContainer.CloudWatch;

/// <summary>How a GPU is used.</summary>
/// <param name="Utilization">Percent of the time in which a kernel ran.</param>
/// <param name="MemoryUsed">Bytes.</param>
/// <param name="MemorySize">Bytes.</param>
public readonly record struct GpuReading(double Utilization, double MemoryUsed, double MemorySize);
