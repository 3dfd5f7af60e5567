using System.Runtime.CompilerServices;
using TrainingContainer.Commands;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Start;

/// <summary>Puts right what the process has inherited, and runs the command.</summary>
internal static class Startup
{
    // not inlined: it loads assemblies, and OpenFileLimit says first whether that can be done
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Run(string[] arguments)
    {
        InheritedStreams.Restore();
        InheritedSignals.Restore();
        return CommandLine.Run(arguments);
    }
}
