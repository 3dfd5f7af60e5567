using System.Runtime.InteropServices;
using TorchSharp;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// The native libraries of TorchSharp: libtorch, and libLibTorchSharp.so on top of it. They are loaded here, not by TorchSharp, so that a failure
/// says what is missing and how to get it, and so that they can come from a PyTorch that is on the machine already.
/// </summary>
public static class TorchLibrary
{
    /// <summary>The environment variable that names a folder of libtorch to use in place of the program's own, for example a wheel's <c>torch/lib</c>.</summary>
    public const string HomeVariable = "TORCH_HOME";

    internal const string Bridge = "libLibTorchSharp.so";

    // in the order in which they depend on each other; those for CUDA are not in every folder
    private static readonly string[] Parts = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];
    private static readonly string[] Required = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private static readonly Lock Gate = new();
    private static nint _handle;
    private static nint _cudaHandle;

    /// <summary>Where libtorch was loaded from; empty before.</summary>
    public static string Folder { get; private set; } = "";

    /// <summary>Loads them, once per process. Every later use of TorchSharp finds them.</summary>
    /// <exception cref="JobInputException">They can't be loaded; the message names what is missing.</exception>
    public static void Load() => Load(Environment.GetEnvironmentVariable(HomeVariable), AppContext.BaseDirectory);

    /// <summary>
    /// Loads them on another thread, which takes a quarter of a second of CPU time. The process must not end before the task has.
    /// </summary>
    /// <returns>Whether there is a usable GPU; it fails as <see cref="Load()"/> does.</returns>
    public static Task<bool> LoadInBackground() => Task.Run(
        () =>
        {
            Load();
            return torch.cuda.is_available();
        },
        CancellationToken.None);

    /// <summary>The loaded libLibTorchSharp.so; through it every symbol of libtorch is found.</summary>
    internal static nint Handle
    {
        get
        {
            Load();
            return _handle;
        }
    }

    /// <summary>libtorch_cuda.so, through which the CUDA runtime is found; in a libtorch without CUDA the same as <see cref="Handle"/>.</summary>
    internal static nint CudaHandle
    {
        get
        {
            Load();
            return _cudaHandle == 0 ? _handle : _cudaHandle;
        }
    }

    /// <inheritdoc cref="Load()"/>
    /// <param name="home">The folder that <see cref="HomeVariable"/> names, or its parent; null or empty for the program's own.</param>
    /// <param name="program">The folder of the program.</param>
    internal static void Load(string? home, string program)
    {
        lock (Gate)
        {
            if (_handle != 0)
                return;
            LeaveDeletedFolder();
            var bridge = BridgeIn(program);
            var folder = string.IsNullOrEmpty(home) ? Path.GetDirectoryName(bridge)! : FolderOf(home);
            _handle = string.IsNullOrEmpty(home) ? Open(bridge, folder) : OpenOver(folder, bridge);
            Folder = folder;
            NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (name, _, _) => name == "LibTorchSharp" ? _handle : 0);
            TorchSharpDefects.SkipItsLoader();
            if (!string.IsNullOrEmpty(home))
                RefuseWhatDoesNotCompute(folder);
        }
    }

    /// <summary>oneMKL ends the process when it is loaded in a working directory that has been deleted.</summary>
    private static void LeaveDeletedFolder()
    {
        try
        {
            _ = Directory.GetCurrentDirectory();
        }
        catch (IOException)
        {
            Directory.SetCurrentDirectory("/");
        }
    }

    /// <summary>Where the program's libLibTorchSharp.so lies.</summary>
    /// <exception cref="JobInputException">There is none.</exception>
    internal static string BridgeIn(string program)
    {
        string[] places = [Path.Combine(program, Bridge), Path.Combine(program, "runtimes", "linux-x64", "native", Bridge)];
        return Array.Find(places, File.Exists)
            ?? throw Fault($"{places[0]} is missing", "build the program again with scripts/setup.sh, or use an image that scripts/build-image.sh has built");
    }

    private static nint Open(string bridge, string folder)
    {
        foreach (var part in Parts.Select(part => Path.Combine(folder, part)).Where(File.Exists))
            OpenPart(part);
        var handle = DynamicLinker.Open(bridge, out var error);
        return handle != 0 ? handle : throw BridgeFault(bridge, error!);
    }

    /// <remarks>
    /// libLibTorchSharp.so looks for libtorch beside itself. A folder of links shows it the other libtorch there, under the names that it looks
    /// for: a distribution's libraries have a version in theirs.
    /// </remarks>
    private static nint OpenOver(string folder, string bridge)
    {
        var parts = Parts.Select(part => (Name: part, Path: PartIn(folder, part))).Where(part => part.Path is not null).ToArray();
        foreach (var (_, path) in parts)
            OpenPart(path!);
        var links = Directory.CreateTempSubdirectory("torch-");
        try
        {
            foreach (var (name, path) in parts)
                File.CreateSymbolicLink(Path.Combine(links.FullName, name), path!);
            var link = Path.Combine(links.FullName, Bridge);
            File.CreateSymbolicLink(link, bridge);
            var handle = DynamicLinker.Open(link, out var error);
            if (handle == 0)
                throw BridgeFault(bridge, error!);
            RefuseMissingSymbols(handle, bridge, folder);
            return handle;
        }
        finally
        {
            links.Delete(recursive: true);
        }
    }

    private static void RefuseMissingSymbols(nint handle, string bridge, string folder)
    {
        var missing = ElfLibrary.Read(bridge).Imports
            .Where(import => import.IsUsed && !TorchSymbols.IsOptional(import.Name) && !DynamicLinker.Defines(handle, import.Name))
            .Select(import => import.Name).ToArray();
        if (missing.Length > 0)
        {
            throw Fault(
                $"libtorch {TorchBuild.VersionOf(handle)} in {folder} lacks {missing.Length} symbols that TorchSharp {ProgramVersions.TorchSharp} uses: {string.Join(", ", missing.Take(3))}",
                $"unset {HomeVariable}, or set it to a libtorch that is closer to {BuiltFor}");
        }
    }

    /// <summary>Two versions may have the same symbols and lay their objects out in different ways.</summary>
    private static void RefuseWhatDoesNotCompute(string folder)
    {
        try
        {
            using var scope = torch.NewDisposeScope();
            var ones = torch.ones(2, 2, requires_grad: true);
            ones.matmul(ones).sum().backward();
            if (ones.grad?.sum().item<float>() == 16)
                return;
        }
        catch (ExternalException)
        {
            // what it says is about the inner works of libtorch
        }
        throw Fault(
            $"libtorch {TorchBuild.VersionOf(_handle)} in {folder} does not compute with TorchSharp {ProgramVersions.TorchSharp}, which was built for {BuiltFor}",
            $"unset {HomeVariable}, or set it to a libtorch {BuiltFor}");
    }

    private static string BuiltFor => torch.NormalizeNuGetVersion(torch.__version__);

    private static void OpenPart(string path)
    {
        var handle = DynamicLinker.Open(path, out var error);
        if (handle == 0)
            throw Fault(error!, Advice(error!));
        if (Path.GetFileName(path).StartsWith("libtorch_cuda.so", StringComparison.Ordinal))
            _cudaHandle = handle;
    }

    /// <summary>A library in a folder, by its name or, as a distribution calls it, with a version behind it: libtorch.so.2.6.</summary>
    private static string? PartIn(string folder, string part) =>
        File.Exists(Path.Combine(folder, part)) ? Path.Combine(folder, part)
        : Directory.Exists(folder) ? Directory.GetFiles(folder, part + ".*").Order(StringComparer.Ordinal).FirstOrDefault()
        : null;

    private static string FolderOf(string home)
    {
        string[] places = [home, Path.Combine(home, "lib"), Path.Combine(home, "torch", "lib")];
        return Array.Find(places, place => Required.All(part => PartIn(place, part) is not null)) is { } folder
            ? Path.GetFullPath(folder)
            : throw new JobInputException([new(
                $"environment variable {HomeVariable}", $"found \"{home}\", expected a folder with {string.Join(", ", Required)}",
                "set it to the folder torch/lib of a PyTorch installation, or unset it to use the libtorch of this program")]);
    }

    /// <summary>The linker names one version of the C++ library that is missing. Which symbols are missing decides what can be done.</summary>
    private static JobInputException BridgeFault(string bridge, string error)
    {
        var missing = MissingCppSymbols(bridge);
        return missing.Count == 0
            ? Fault(error, Advice(error))
            : Fault(
                $"{bridge} needs {missing[0].Name} ({missing[0].Version}) of the C++ library {missing[0].Library}, which is older on this system",
                $"use Debian 13, Ubuntu 24.04 or newer{(missing.All(import => !import.IsUsed) ? ", or run scripts/setup.sh, which adapts the library to this system" : "")}");
    }

    /// <summary>The symbols of libraries outside libtorch that this system's libraries do not define.</summary>
    /// <param name="bridge">libLibTorchSharp.so.</param>
    internal static IReadOnlyList<ElfLibrary.Import> MissingCppSymbols(string bridge)
    {
        const string CppLibrary = "libstdc++.so.6";
        var handle = DynamicLinker.Open(CppLibrary, out _);
        return handle == 0 ? [] : [.. ElfLibrary.Read(bridge).Imports
            .Where(import => import.Library == CppLibrary && !DynamicLinker.Defines(handle, import.Name, import.Version))];
    }

    private static string Advice(string error) =>
        error.Contains("libstdc++.so.6", StringComparison.Ordinal) || error.Contains("libgcc_s", StringComparison.Ordinal)
            ? "install the C++ library: apt-get install libstdc++6"
            : "install the package that has this library, or use the image that scripts/build-image.sh builds";

    private static JobInputException Fault(string what, string fix) => new([new("libtorch can't be loaded", what, fix)]);
}
