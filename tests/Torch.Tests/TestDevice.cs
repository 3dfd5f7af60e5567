using TorchSharp;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Torch.Tests;

/// <summary>Where the suite runs (TORCH_TEST_DEVICE: cpu, the default, or cuda) and how close it must come to PyTorch there.</summary>
internal static class TestDevice
{
    public static torch.Device Current { get; } = Choose();

    /// <summary>Absolute and relative differences allowed, by element type and device: libraries sum in different orders.</summary>
    public static (double Absolute, double Relative) Tolerance(torch.ScalarType type) => (type, Current.type) switch
    {
        (torch.ScalarType.Float32, DeviceType.CPU) => (1e-6, 1e-5),
        (torch.ScalarType.Float32, _) => (1e-5, 1e-4),
        (torch.ScalarType.Float64, DeviceType.CPU) => (1e-8, 1e-8),
        (torch.ScalarType.Float64, _) => (1e-7, 1e-7),
        _ => (0, 0),
    };

    private static torch.Device Choose()
    {
        var device = torch.device(Environment.GetEnvironmentVariable("TORCH_TEST_DEVICE") ?? "cpu");
        if (device.type == DeviceType.CUDA)
        {
            torch.backends.cuda.matmul.allow_tf32 = false;
            torch.backends.cudnn.allow_tf32 = false;
        }
        return device;
    }
}
