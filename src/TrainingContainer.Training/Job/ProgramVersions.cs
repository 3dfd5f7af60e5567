using System.Reflection;
using TorchSharp;

namespace TrainingContainer.Training;

/// <summary>The versions of what trains, for the model's description and the log.</summary>
public static class ProgramVersions
{
    /// <summary>This program's version.</summary>
    public static string Program => Informational(typeof(ProgramVersions).Assembly);

    /// <summary>Of this program, .NET, the Torch API and the BLAS.</summary>
    public static IReadOnlyDictionary<string, string> Current() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["training_container"] = Program,
        ["dotnet"] = Environment.Version.ToString(),
        ["torch_api"] = $"{typeof(torch).Assembly.GetName().Name} {Informational(typeof(torch).Assembly)}",
        ["libtorch"] = torch.__version__,
        ["blas"] = BlasLibrary.Loaded.Name,
    };

    private static string Informational(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
