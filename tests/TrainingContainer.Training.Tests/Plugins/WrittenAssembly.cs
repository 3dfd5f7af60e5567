using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace TrainingContainer.Training.Tests;

/// <summary>Assemblies without code, written for a test.</summary>
internal static class WrittenAssembly
{
    /// <summary>One that references others.</summary>
    public static void Write(string path, params (string Name, Version Version)[] references)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("written.dll"), metadata.GetOrAddGuid(new Guid(1, 0, 0, new byte[8])), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("written"), new Version(1, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        metadata.AddTypeDefinition(0, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        foreach (var (name, version) in references)
            metadata.AddAssemblyReference(metadata.GetOrAddString(name), version, default, default, 0, default);
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        File.WriteAllBytes(path, image.ToArray());
    }
}
