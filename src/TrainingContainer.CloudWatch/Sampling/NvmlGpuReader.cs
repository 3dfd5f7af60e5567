using System.Runtime.InteropServices;

namespace TrainingContainer.CloudWatch;

/// <summary>
/// NVIDIA's management library, which the driver brings into a container that asks for the capability "utility". It is loaded by name when
/// it is there, so that nothing depends on it. Source of the functions and structs: nvml.h of the CUDA toolkit.
/// </summary>
public sealed unsafe class NvmlGpuReader : IGpuReader
{
    /// <summary>Its name.</summary>
    public const string Library = "libnvidia-ml.so.1";

    private const int Success = 0;
    private const uint DevicesMax = 64;

    private readonly nint[] _devices;
    private readonly delegate* unmanaged[Cdecl]<nint, UtilizationRates*, int> _utilization;
    private readonly delegate* unmanaged[Cdecl]<nint, MemoryAmounts*, int> _memory;

    private NvmlGpuReader(nint[] devices, nint utilization, nint memory)
    {
        _devices = devices;
        _utilization = (delegate* unmanaged[Cdecl]<nint, UtilizationRates*, int>)utilization;
        _memory = (delegate* unmanaged[Cdecl]<nint, MemoryAmounts*, int>)memory;
    }

    /// <summary>Opens the library, for as long as the process lives.</summary>
    /// <param name="library">Its name or path.</param>
    /// <returns>Null where it is missing, is another one, or finds no GPU.</returns>
    public static NvmlGpuReader? TryOpen(string library = Library)
    {
        if (!NativeLibrary.TryLoad(library, out var handle)
            || !NativeLibrary.TryGetExport(handle, "nvmlInit_v2", out var init)
            || !NativeLibrary.TryGetExport(handle, "nvmlDeviceGetCount_v2", out var getCount)
            || !NativeLibrary.TryGetExport(handle, "nvmlDeviceGetHandleByIndex_v2", out var getDevice)
            || !NativeLibrary.TryGetExport(handle, "nvmlDeviceGetUtilizationRates", out var utilization)
            || !NativeLibrary.TryGetExport(handle, "nvmlDeviceGetMemoryInfo", out var memory))
        {
            return null;
        }
        uint count;
        if (((delegate* unmanaged[Cdecl]<int>)init)() != Success || ((delegate* unmanaged[Cdecl]<uint*, int>)getCount)(&count) != Success)
            return null;
        var devices = new List<nint>();
        for (uint index = 0; index < Math.Min(count, DevicesMax); index++)
        {
            nint device;
            if (((delegate* unmanaged[Cdecl]<uint, nint*, int>)getDevice)(index, &device) == Success)
                devices.Add(device);
        }
        return devices.Count == 0 ? null : new([.. devices], utilization, memory);
    }

    /// <inheritdoc/>
    public IReadOnlyList<GpuReading> Read()
    {
        var readings = new List<GpuReading>();
        foreach (var device in _devices)
        {
            UtilizationRates rates;
            MemoryAmounts memory;
            if (_utilization(device, &rates) == Success && _memory(device, &memory) == Success)
                readings.Add(new(rates.Gpu, memory.Used, memory.Total));
        }
        return readings;
    }

    /// <summary>nvmlUtilization_t: percent.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct UtilizationRates
    {
        public uint Gpu;
        public uint Memory;
    }

    /// <summary>nvmlMemory_t: bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryAmounts
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }
}
