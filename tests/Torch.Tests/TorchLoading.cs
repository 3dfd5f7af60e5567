using System.Runtime.CompilerServices;
using TrainingContainer.Training;

namespace Torch.Tests;

/// <summary>Loads libtorch as the program does, over TORCH_HOME if that is set, before any test uses it.</summary>
internal static class TorchLoading
{
#pragma warning disable CA2255 // a test assembly is an application
    [ModuleInitializer]
    internal static void Load() => TorchLibrary.Load();
#pragma warning restore CA2255
}
