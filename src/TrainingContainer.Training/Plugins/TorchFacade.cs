using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using TorchSharp;

namespace TrainingContainer.Training;

/// <summary>
/// TorchSharp and LibTorchBinding hold the same types under two assembly names. A model compiled against one runs on the
/// other through an assembly of the first name that holds no code: it forwards every type to the one that is here.
/// </summary>
internal static class TorchFacade
{
    /// <summary>ECMA-335 II.23.1.15: the type is found in another assembly.</summary>
    private const TypeAttributes Forwarder = (TypeAttributes)0x0020_0000;

    /// <summary>Makes and loads it.</summary>
    /// <param name="context">Of the model.</param>
    /// <param name="name">The assembly that the model was compiled against.</param>
    public static Assembly For(AssemblyLoadContext context, string name)
    {
        using var stream = new MemoryStream(Write(name, typeof(torch).Assembly));
        return context.LoadFromStream(stream);
    }

    private static byte[] Write(string name, Assembly target)
    {
        var metadata = new MetadataBuilder();
        // a fixed identifier: the same facade is the same bytes
        metadata.AddModule(0, metadata.GetOrAddString(name + ".dll"), metadata.GetOrAddGuid(new Guid(1, 0, 0, new byte[8])), default, default);
        metadata.AddAssembly(metadata.GetOrAddString(name), new Version(0, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        metadata.AddTypeDefinition(0, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var reference = metadata.AddAssemblyReference(
            metadata.GetOrAddString(target.GetName().Name!), target.GetName().Version!, default, default, 0, default);
        foreach (var type in target.GetExportedTypes().Where(type => !type.IsNested))
            Forward(metadata, type, metadata.AddExportedType(Forwarder, metadata.GetOrAddString(type.Namespace ?? ""), metadata.GetOrAddString(type.Name), reference, 0));
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        return image.ToArray();
    }

    private static void Forward(MetadataBuilder metadata, Type outer, ExportedTypeHandle handle)
    {
        foreach (var nested in outer.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Where(type => type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem))
            Forward(metadata, nested, metadata.AddExportedType(0, default, metadata.GetOrAddString(nested.Name), handle, 0));
    }
}
