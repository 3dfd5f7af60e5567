namespace TrainingContainer.Training;

/// <summary>Where to train.</summary>
public enum DevicePreference
{
    /// <summary>On CUDA when there is a usable GPU, else on the CPU.</summary>
    Auto,

    /// <summary>On the CPU.</summary>
    Cpu,

    /// <summary>On the first CUDA GPU; an error if there is none.</summary>
    Cuda,
}
