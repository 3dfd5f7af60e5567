using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TrainingContainer.Commands;

/// <summary>--help: of the program, besides what the parser tells, also the options of its commands, the environment and the exit codes.</summary>
/// <param name="help">The parser's own.</param>
internal sealed class RootHelpAction(HelpAction help) : SynchronousCommandLineAction
{
    private const string Rest = """
        Environment:
          SAGEMAKER_BASE_DIR               replaces /opt/ml
          TRAINING_CONTAINER_STOP_SECONDS  how long a stop may take, 1 to 100 (100)
          TORCH_HOME                       a folder of libtorch to use, as a wheel's torch/lib, in place of the program's
          AWS_REGION, AWS_PROFILE, …       for S3 and CloudWatch, as the AWS SDK reads them
          AWS_ENDPOINT_URL_S3              another store than AWS's, where the bucket stands in the path

        Exit code: 0 = trained, or stopped by SIGTERM with the model saved; 2 = the command line was not
        understood; any other = failed, the cause is in /opt/ml/output/failure: 1 = the job or its data,
        3 = out of memory, 4 = CUDA, 5 = input or output, 6 = internal. Of validate: 0 = nothing is wrong,
        1 = something is.
        """;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not RootCommand root) return code;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Options of the commands:");
        foreach (var command in root.Subcommands)
            foreach (var option in command.Options)
                output.WriteLine($"  {command.Name} {Commands.Usage(option)}: {option.Description}");
        output.WriteLine();
        output.WriteLine(Rest);
        return code;
    }
}
