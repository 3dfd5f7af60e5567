using System.Text.Encodings.Web;
using System.Text.Json;
using TrainingContainer.Output;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Commands;

/// <summary>Prints the SM_* variables of the job, as lines for a shell or as one JSON object; secrets are left out.</summary>
/// <param name="paths">Where the job lies.</param>
internal sealed class EnvCommand(JobPaths paths)
{
    private static readonly JsonSerializerOptions JsonFormat = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Runs it.</summary>
    /// <param name="json">One JSON object instead of lines for a shell.</param>
    /// <returns>The exit code.</returns>
    public int Run(bool json)
    {
        var redactor = Redactor.For(ProcessEnvironment.Variables, paths);
        using var console = new RedactedConsole(redactor);
        var mistakes = new List<Mistake>();
        var variables = SageMakerEnvironment.Read(paths, Environment.GetEnvironmentVariable, HostHardware.Count(), mistakes, redactor).Variables;
        foreach (var mistake in mistakes) Console.Error.WriteLine(mistake);
        if (mistakes.Count > 0) return FailureTaxonomy.Of(FailureKind.UserError).ExitCode!.Value;
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(variables, JsonFormat));
        else
            foreach (var line in ShellLines.Of(variables)) Console.Out.WriteLine(line);
        return 0;
    }
}
