using System.Text.RegularExpressions;

namespace TrainingContainer.SageMaker;

/// <summary>What the container may use of its host.</summary>
/// <param name="Cpus">Processors.</param>
/// <param name="Gpus">NVIDIA GPUs.</param>
public sealed partial record HostHardware(int Cpus, int Gpus)
{
    /// <summary>
    /// Counts. A GPU that docker gives to the container is a device node <c>/dev/nvidia&lt;n&gt;</c> there; nothing is loaded to find out,
    /// and <c>NVIDIA_VISIBLE_DEVICES=void</c> is no list of devices.
    /// </summary>
    /// <param name="devices">Usually <c>/dev</c>.</param>
    public static HostHardware Count(string devices = "/dev") => new(
        Environment.ProcessorCount,
        Directory.Exists(devices) ? Directory.GetFileSystemEntries(devices).Count(path => Gpu().IsMatch(Path.GetFileName(path))) : 0);

    [GeneratedRegex("^nvidia[0-9]+$")]
    private static partial Regex Gpu();
}
