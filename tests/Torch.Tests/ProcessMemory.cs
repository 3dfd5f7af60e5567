using System.Globalization;

namespace Torch.Tests;

/// <summary>What the system says of this process's memory (proc(5)).</summary>
internal static class ProcessMemory
{
    /// <summary>Resident bytes.</summary>
    public static long ResidentBytes =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
