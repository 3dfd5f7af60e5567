using System.Reflection;
using TorchSharp;

namespace TrainingContainer.Training;

/// <summary>What TorchSharp 0.107 does that this program works around. Each has a test that fails once a version of TorchSharp does it right.</summary>
internal static class TorchSharpDefects
{
    /// <summary>
    /// TorchSharp loads its libraries by name and, where that fails, copies the package cache's beside the program and prints pages to the
    /// console. Its flags say that it has done so already.
    /// </summary>
    public static void SkipItsLoader()
    {
        foreach (var name in new[] { "nativeBackendLoaded", "nativeBackendCudaLoaded" })
            typeof(torch).GetField(name, BindingFlags.NonPublic | BindingFlags.Static)?.SetValue(null, true);
    }
}
