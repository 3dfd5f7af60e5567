using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// libLibTorchSharp.so 0.107 lists one symbol of GCC 13's C++ library (GLIBCXX_3.4.32) that nothing in it refers to, so Debian 12 refuses to load
/// it. With that reference marked optional, one bit in the file, it loads and works there.
/// </summary>
public static class TorchAdaptation
{
    /// <summary>Writes an adapted copy of the program's libLibTorchSharp.so, where this system needs one.</summary>
    /// <param name="path">Of the copy; its folder is made.</param>
    /// <returns>The version that this system's C++ library lacks; null when nothing was written.</returns>
    /// <exception cref="JobInputException">The library uses what is missing, or there is no library.</exception>
    public static string? Write(string path)
    {
        var bridge = TorchLibrary.BridgeIn(AppContext.BaseDirectory);
        var missing = TorchLibrary.MissingCppSymbols(bridge);
        if (missing.Count == 0)
            return null;
        if (missing.FirstOrDefault(import => import.IsUsed) is { Name: not null } used)
        {
            throw new JobInputException([new(
                bridge, $"uses {used.Name} ({used.Version}), which this system's {used.Library} lacks", "use Debian 13, Ubuntu 24.04 or newer")]);
        }
        var versions = missing.Select(import => import.Version).Distinct().ToArray();
        var bytes = versions.Aggregate(File.ReadAllBytes(bridge), (bytes, version) => ElfLibrary.Parse(bytes, bridge).WithOptionalVersion(version));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        WholeFile.Write(path, file => file.Write(bytes));
        return string.Join(", ", versions);
    }
}
