using System.Reflection;
using TorchSharp;

namespace TrainingContainer.Training;

/// <summary>The versions of what trains, for the model's description and the log.</summary>
public static class ProgramVersions
{
    /// <summary>This program's version.</summary>
    public static string Program => Informational(typeof(ProgramVersions).Assembly);

    /// <summary>TorchSharp's version.</summary>
    public static string TorchSharp => Informational(typeof(torch).Assembly).Split('+')[0];

    /// <summary>Of this program, .NET, the Torch API, the BLAS and the processor: all that can change the last bits of a result.</summary>
    public static IReadOnlyDictionary<string, string> Current() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["training_container"] = Program,
        ["dotnet"] = Environment.Version.ToString(),
        ["torch_api"] = $"{typeof(torch).Assembly.GetName().Name} {Informational(typeof(torch).Assembly)}",
        ["libtorch"] = TorchBuild.Current.Version,
        ["blas"] = TorchBuild.Current.Blas,
        ["cpu"] = Processor.Value,
    };

    private static readonly Lazy<string> Processor = new(() =>
    {
        const string Mark = "model name";
        var line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? "unknown";
    });

    private static string Informational(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
