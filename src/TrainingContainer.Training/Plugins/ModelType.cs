using System.Reflection;

namespace TrainingContainer.Training;

/// <summary>Finds the one class of an assembly that is a model.</summary>
internal static class ModelType
{
    private const string Fix = "implement TrainingContainer.Training.ICustomModel in exactly one public class with a constructor without parameters";

    public static Type Find(Assembly assembly, string path)
    {
        var implementing = TypesOf(assembly, path).Where(type => type is { IsClass: true, IsAbstract: false } && typeof(ICustomModel).IsAssignableFrom(type)).ToArray();
        var found = implementing.Where(type => type.IsVisible && !type.ContainsGenericParameters).ToArray();
        if (found is [var single])
        {
            return single.GetConstructor(Type.EmptyTypes) is not null ? single
                : throw ModelAssembly.Refused(path, $"{single.FullName} has no public constructor without parameters", Fix);
        }
        throw ModelAssembly.Refused(path,
            found.Length > 1 ? $"found {found.Length} models ({string.Join(", ", found.Select(type => type.FullName))}), expected one"
            : implementing.Length > 0 ? $"{implementing[0].FullName} is not public, or generic"
            : "found no class that implements ICustomModel", Fix);
    }

    private static Type[] TypesOf(Assembly assembly, string path)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            var cause = exception.LoaderExceptions.FirstOrDefault(inner => inner is not null)?.Message ?? exception.Message;
            throw ModelAssembly.Refused(path, $"it does not fit this program: {cause.TrimEnd('.')}", ModelAssemblyFile.CompileFix);
        }
    }
}
