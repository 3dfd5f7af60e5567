using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using TorchSharp;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Looks into a model's file before any of its code is loaded.</summary>
internal static class ModelAssemblyFile
{
    /// <summary>The largest assembly that is loaded.</summary>
    public const long LengthMax = 256L << 20;

    private static readonly AssemblyName Contract = typeof(ICustomModel).Assembly.GetName();

    /// <summary>What to do about an assembly that was compiled against something else.</summary>
    public static string CompileFix { get; } =
        $"compile it for .NET {Environment.Version.Major} against this image's {Contract.Name} {Contract.Version?.ToString(3)} and {typeof(torch).Assembly.GetName().Name} API, and put the other assemblies that it needs beside it";

    /// <exception cref="TrainingContainer.SageMaker.JobInputException">It can't be a model.</exception>
    public static void Check(string path)
    {
        if (PathKind.OtherThanFile(path) is { } found)
            throw ModelAssembly.Refused(path, $"found {found}, expected a file", "give the assembly as a file");
        using var stream = File.OpenRead(path);
        if (stream.Length > LengthMax)
            throw ModelAssembly.Refused(path, $"found {stream.Length} bytes, expected at most {LengthMax}", "leave data and weights out of the assembly");
        foreach (var (name, version) in References(stream, path))
        {
            if (name == Contract.Name && !Fits(version))
            {
                throw ModelAssembly.Refused(path, $"it was compiled against {name} {version.ToString(3)}, and this program has {Contract.Version?.ToString(3)}", CompileFix);
            }
            if (name == "System.Runtime" && version.Major > Environment.Version.Major)
                throw ModelAssembly.Refused(path, $"it was compiled for .NET {version.Major}, and this program runs on .NET {Environment.Version.Major}", CompileFix);
        }
    }

    /// <summary>As in semantic versions: before 1.0 every minor version may differ.</summary>
    private static bool Fits(Version version) => Contract.Version is { } own
        && version.Major == own.Major && (own.Major == 0 ? version.Minor == own.Minor : version.Minor <= own.Minor);

    private static List<(string Name, Version Version)> References(Stream stream, string path)
    {
        try
        {
            using var file = new PEReader(stream, PEStreamOptions.LeaveOpen);
            if (!file.HasMetadata)
                throw NoAssembly(path, "a native library");
            var reader = file.GetMetadataReader();
            if (!reader.IsAssembly)
                throw NoAssembly(path, "a .NET module");
            return [.. reader.AssemblyReferences.Select(reader.GetAssemblyReference).Select(reference => (reader.GetString(reference.Name), reference.Version))];
        }
        catch (BadImageFormatException)
        {
            throw NoAssembly(path, $"{stream.Length} bytes of something else");
        }
    }

    private static Exception NoAssembly(string path, string found) =>
        ModelAssembly.Refused(path, $"found {found}, expected a .NET assembly", "name the .dll that dotnet build wrote for the model's project");
}
