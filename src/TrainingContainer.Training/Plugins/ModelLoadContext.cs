using System.Reflection;
using System.Runtime.Loader;
using TorchSharp;

namespace TrainingContainer.Training;

/// <summary>
/// Loads a model's assembly and what lies beside it. The container's own assemblies and TorchSharp are this program's,
/// even where the folder has copies: a type must be the same on both sides.
/// </summary>
internal sealed class ModelLoadContext : AssemblyLoadContext
{
    private static readonly string[] Shared = ["TrainingContainer.Training", "TrainingContainer.SageMaker", "TrainingContainer.Data"];

    private readonly string _folder;
    private readonly AssemblyDependencyResolver? _resolver;

    /// <param name="path">The model's assembly.</param>
    public ModelLoadContext(string path) : base(Path.GetFileName(path))
    {
        _folder = Path.GetDirectoryName(path)!;
        try
        {
            _resolver = new(path);
        }
        catch (InvalidOperationException)
        {
            // its .deps.json lists files that were not copied; those that were are found by name
        }
    }

    protected override Assembly? Load(AssemblyName name)
    {
        if (Shared.Contains(name.Name))
            return null;
        if (name.Name == typeof(torch).Assembly.GetName().Name)
            return typeof(torch).Assembly;
        var path = _resolver?.ResolveAssemblyToPath(name) ?? Path.Combine(_folder, Path.GetFileName(name.Name) + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string name)
    {
        var path = _resolver?.ResolveUnmanagedDllToPath(name) ?? Path.Combine(_folder, Path.GetFileName(name));
        return File.Exists(path) ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
