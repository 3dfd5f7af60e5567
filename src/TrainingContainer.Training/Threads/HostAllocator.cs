using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>
/// Tells the C library's allocator to keep freed memory. A training step frees and allocates the same tensors again
/// and again; by default the larger ones go back to the kernel each time, which then has to clear their pages anew
/// (measured: a quarter of the time of a step with tensors of half a megabyte and more).
/// </summary>
public static partial class HostAllocator
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int MmapThresholdMax = 32 << 20;

    /// <summary>Does it, for the whole process; nothing where the C library has no mallopt (musl).</summary>
    public static void KeepFreedMemory()
    {
        try
        {
            _ = mallopt(MmapThreshold, MmapThresholdMax);
            _ = mallopt(TrimThreshold, int.MaxValue);
        }
        catch (EntryPointNotFoundException)
        {
            // another C library has other habits
        }
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
