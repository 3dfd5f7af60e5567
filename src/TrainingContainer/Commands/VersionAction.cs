using System.CommandLine;
using System.CommandLine.Invocation;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>--version: the version alone, without a commit.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(ProgramVersions.Program);
        return 0;
    }
}
