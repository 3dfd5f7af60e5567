using System.Runtime.CompilerServices;

namespace TrainingContainer.S3.Tests.Server;

/// <summary>The SDK takes credentials from this process's environment and nowhere else.</summary>
internal static class Credentials
{
    [ModuleInitializer]
    public static void Set()
    {
        foreach (var (name, value) in MotoServer.Variables(new Uri("http://127.0.0.1/")).Where(pair => !pair.Key.StartsWith("AWS_ENDPOINT", StringComparison.Ordinal)))
            Environment.SetEnvironmentVariable(name, value);
    }
}
