using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.CompilerServices;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Commands;

/// <summary>The program's command line: which command runs, and what the process returns.</summary>
internal static class CommandLine
{
    /// <summary>The exit code of a command line that was not understood.</summary>
    internal const int UsageError = 2;

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args) => args switch
    {
        // what a job is started with needs no parser
        [] or ["train"] => Commands.Train(),
        ["help"] => Parsed(["--help"]),
        _ => Parsed(args),
    };

    // not inlined: a job does not load the parser
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Parsed(string[] args)
    {
        var root = Commands.Declare();
        var result = root.Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        var isUnderstood = result.Errors.Count == 0 && (result.UnmatchedTokens.Count == 0 || result.GetResult(root.Options.OfType<HelpOption>().Single()) is not null);
        return isUnderstood
            ? result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null })
            : Refuse(args, root, result);
    }

    /// <summary>Says it on the console and, inside a job, in the failure file: the service shows nothing else.</summary>
    private static int Refuse(string[] args, RootCommand root, ParseResult result)
    {
        var command = result.CommandResult.Command;
        var expected = command == root
            ? $"{string.Join(", ", root.Subcommands.Select(Commands.Usage))}, --help or --version"
            : Commands.Usage(command);
        // of a wrong command nothing more can be said than that it is none
        var reasons = command == root ? "" : $" ({string.Join("; ", result.Errors.Select(error => error.Message.TrimEnd('.')))})";
        var mistake = new Mistake(
            "command line", $"found {Shown.Quoted(string.Join(' ', args))}, expected {expected}{reasons}",
            command == root ? "docker run IMAGE train, or no argument at all; leave ContainerArguments out" : $"see training-container {command.Name} --help");
        Console.Error.WriteLine(mistake);
        var paths = JobPaths.FromEnvironment(Environment.GetEnvironmentVariable);
        if (Directory.Exists(paths.BaseDirectory))
        {
            // what an earlier run has left there would mislead
            using var placeholder = FailurePlaceholder.Write(paths);
            FailureReport.Write(paths, new JobInputException([mistake]));
        }
        return UsageError;
    }
}
