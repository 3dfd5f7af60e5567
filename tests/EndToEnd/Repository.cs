using System.Reflection;

namespace EndToEnd;

/// <summary>Where things lie in the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string Program => File("artifacts", "training-container", "training-container");

    public static string ProgramFolder => Path.GetDirectoryName(Program)!;

    public static string File(params string[] path) => Path.Combine([Root, .. path]);
}
