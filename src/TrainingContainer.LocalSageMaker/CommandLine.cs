using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using TrainingContainer.LocalSageMaker.Commands;
using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker;

/// <summary>The commands of local-sagemaker: those of the AWS CLI's "aws sagemaker", on this machine.</summary>
internal static class CommandLine
{
    /// <summary>The AWS CLI's exit code of a command line or a request that was refused before it was sent.</summary>
    public const int UsageError = 252;

    /// <summary>The AWS CLI's exit code of a request that the service refused; here also of a job that failed while it was waited for.</summary>
    public const int ServiceError = 254;

    /// <summary>The AWS CLI's exit code of any other failure.</summary>
    public const int GeneralError = 255;

    private const string ExitCodes = "Exit code: 0; 252 = the command line or the request is wrong; "
        + "254 = the service refuses, or a job that was waited for failed; 255 = this machine refuses.";

    private static readonly Command Root = Declare();

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">As on the command line.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        try
        {
            var command = Parse(arguments);
            var code = command.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            if (command.Action is HelpAction) Console.Out.WriteLine(ExitCodes);
            return code;
        }
        catch (JobInputException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return UsageError;
        }
        catch (ServiceException exception)
        {
            Console.Error.WriteLine($"An error occurred ({exception.Code}): {exception.Message}");
            return ServiceError;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"this machine refuses: {Shown.OneLine(exception.Message)}");
            return GeneralError;
        }
    }

    /// <summary>Reads a command and its options.</summary>
    /// <param name="arguments">As on the command line.</param>
    /// <exception cref="JobInputException">The command or an option is unknown, or an option's value is wrong.</exception>
    public static ParseResult Parse(params string[] arguments)
    {
        if (arguments is ["help"] or [_, "help"] or ["wait", _, "help"]) arguments = [.. arguments[..^1], "--help"];
        // the parser takes "--home=" for an option without a value: in two it is one with an empty value
        string[] Parts(string text) => IsOption(text) && text.IndexOf('=') == text.Length - 1 ? [text[..^1], ""] : [text];
        var result = Root.Parse([.. arguments.SelectMany(Parts)], new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        return result.Errors.Count == 0 ? result : throw new JobInputException([.. MistakesOf(result)]);
    }

    private static IEnumerable<Mistake> MistakesOf(ParseResult result)
    {
        foreach (var error in result.Errors)
            if (error.SymbolResult is OptionResult option)
                yield return new Mistake(option.Option.Name, option.Tokens.Count switch
                {
                    0 => "found no value, expected one behind it",
                    1 => error.Message,
                    _ => "found twice, expected once",
                });

        var command = result.CommandResult.Command;
        var verbs = command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToArray();
        var (expected, known) = verbs.Length > 0
            ? (command == Root ? "a command" : string.Join(" or ", verbs), verbs)
            : ("an option of this command", command.Options.Concat(Root.Options).Select(option => option.Name));
        // behind what should be a command stands what nobody can know
        foreach (var text in verbs.Length > 0 ? [result.UnmatchedTokens.FirstOrDefault("")] : result.UnmatchedTokens)
        {
            var name = IsOption(text) ? text.Split('=')[0] : text;
            yield return new Mistake(
                "command line", $"found {Shown.Quoted(name)}, expected {expected}", Spelling.DidYouMean(name, known) ?? "see --help");
        }
    }

    private static bool IsOption(string text) => text.StartsWith("--", StringComparison.Ordinal);

    private static Command Declare()
    {
        var help = new HelpOption("--help", "-h") { Description = "Prints this." };
        JobOptions.Home.Recursive = true;
        const string description = "SageMaker training jobs and tuning jobs on this machine, from the JSON that goes to AWS. "
            + "Each member of a request is an option too, as in the AWS CLI.";
        var root = new Command("local-sagemaker", description) { JobOptions.Home, help };
        var wait = new Command("wait", "Follows a job to its end.") { TrainingJobCommands.Wait(), TuningJobCommands.Wait() };
        foreach (var command in (Command[])[.. TrainingJobCommands.All(), .. TuningJobCommands.All(), wait, ReportCommands.Report()])
        {
            command.Hidden = command.Name is RunnerProcess.TrainingVerb or RunnerProcess.TuningVerb;
            root.Add(command);
        }

        return root;
    }
}
