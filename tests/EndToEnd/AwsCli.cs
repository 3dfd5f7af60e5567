using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEnd;

/// <summary>The AWS command line, which checks the shape of a request without network or account.</summary>
internal static class AwsCli
{
    /// <summary>Its path, Debian's package first, since another one may be older; null where there is none.</summary>
    public static readonly string? Program = new[] { "/usr/bin/aws" }
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, "aws")))
        .FirstOrDefault(File.Exists);

    public static bool IsMissing => Program is null;

    /// <summary>Checks a complete request.</summary>
    /// <returns>The exit code, and what was printed.</returns>
    public static (int ExitCode, string Output) Check(string operation, JsonObject request)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, request.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
            var start = new ProcessStartInfo(Program!, ["sagemaker", operation, "--generate-cli-skeleton", "output", "--cli-input-json", $"file://{file}"])
            { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in new[]
            {
                ("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_DEFAULT_REGION", "us-east-1"), ("AWS_PAGER", ""),
                ("AWS_ACCESS_KEY_ID", "none"), ("AWS_SECRET_ACCESS_KEY", "none"), ("AWS_CONFIG_FILE", "/dev/null"), ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
            })
                start.Environment[name] = value;
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
