using System.Text.RegularExpressions;

namespace EndToEnd.Docker;

/// <summary>
/// The images that the tested one is built from. Tests pull nothing: <c>DOCKER_TEST_SDK_IMAGE</c> and <c>DOCKER_TEST_RUNTIME_IMAGE</c> name
/// a .NET 10 SDK and a Debian 13 or Ubuntu 24.04; without them the engine's own images are searched for ones whose names say that they are.
/// </summary>
internal static partial class BaseImages
{
    public const string SdkVariable = "DOCKER_TEST_SDK_IMAGE";
    public const string RuntimeVariable = "DOCKER_TEST_RUNTIME_IMAGE";

    /// <summary>Finds them.</summary>
    /// <returns>Both, or null and what is missing.</returns>
    public static ((string Sdk, string Runtime)? Images, string? WhyNot) Find()
    {
        var there = DockerEngine.Ask("images", "--format", "{{.Repository}}:{{.Tag}}").Split('\n');
        var sdk = Named(SdkVariable) ?? there.FirstOrDefault(name => SdkName().IsMatch(name));
        var runtime = Named(RuntimeVariable) ?? there.FirstOrDefault(name => RuntimeName().IsMatch(name));
        return sdk is null || runtime is null
            ? (null, $"the engine has no image of {(sdk is null ? "a .NET 10 SDK" : "Debian 13 or Ubuntu 24.04")}: set {SdkVariable} and {RuntimeVariable}, or docker pull one such as "
                + "mcr.microsoft.com/dotnet/sdk:10.0 and ubuntu:24.04")
            : ((sdk, runtime), null);
    }

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } name ? name : null;

    [GeneratedRegex(@"\bdotnet[/-]sdk:10\.0")]
    private static partial Regex SdkName();

    [GeneratedRegex(@"(^|/)(debian:(trixie|13)|ubuntu:24\.04)")]
    private static partial Regex RuntimeName();
}
