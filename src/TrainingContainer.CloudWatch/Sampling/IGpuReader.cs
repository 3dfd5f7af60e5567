namespace TrainingContainer.CloudWatch;

/// <summary>Tells how the GPUs of this container are used.</summary>
public interface IGpuReader
{
    /// <summary>Reads all of them; what can't be read is left out.</summary>
    IReadOnlyList<GpuReading> Read();
}
