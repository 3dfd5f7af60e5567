using TorchSharp;
using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Where training happens, and why.</summary>
/// <param name="Device">The torch device.</param>
/// <param name="Reason">For the log.</param>
public sealed record DeviceChoice(Device Device, string Reason)
{
    /// <summary>True on a GPU.</summary>
    public bool IsCuda => Device.type == DeviceType.CUDA;

    /// <summary>"cpu" or "cuda", as checkpoints and models tell it.</summary>
    public string Name => IsCuda ? "cuda" : "cpu";

    /// <summary>Chooses.</summary>
    /// <param name="preference">What was asked for.</param>
    /// <param name="cudaIsAvailable">Whether torch sees a usable GPU.</param>
    /// <exception cref="JobInputException">CUDA was asked for and there is none.</exception>
    public static DeviceChoice For(DevicePreference preference, bool cudaIsAvailable)
    {
        if (preference == DevicePreference.Cpu)
            return new(CPU, "device=cpu");
        if (cudaIsAvailable)
            return new(CUDA, preference == DevicePreference.Cuda ? "device=cuda" : $"device=auto and {cuda.device_count()} GPU(s) found");
        if (preference == DevicePreference.Auto)
            return new(CPU, "device=auto and no usable GPU");
        throw new JobInputException([new Mistake(
            "hyperparameter device", "found \"cuda\", but torch sees no usable GPU",
            "start the container with a GPU (docker run --gpus all, or a GPU instance) and the CUDA image, or set device to auto")]);
    }
}
