using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>The program's command line: which command runs, and what the process returns.</summary>
internal static class CommandLine
{
    private const int UsageError = 2;

    private const string Help = """
        training-container: trains a model as SageMaker asks for it.

        usage: training-container [train]
               training-container --help | --version

        train      Reads /opt/ml/input, trains, writes /opt/ml/model and /opt/ml/output. The default.
        env        Prints the SM_* variables of the job for a shell; env --json as JSON. Secrets are left out.

        Environment:
          SAGEMAKER_BASE_DIR   replaces /opt/ml

        Exit code: 0 = trained, or stopped by SIGTERM with the model saved; 1 = failed, the cause is in
        /opt/ml/output/failure; 2 = the command line was not understood.
        """;

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        switch (args)
        {
            case [] or ["train"]:
                return new TrainCommand(JobPaths.FromEnvironment(Environment.GetEnvironmentVariable), TimeProvider.System).Run();
            case ["env", .. var arguments]:
                return new EnvCommand(JobPaths.FromEnvironment(Environment.GetEnvironmentVariable)).Run(arguments);
            case ["--help" or "-h" or "help"]:
                Console.Out.WriteLine(Help);
                return 0;
            case ["--version"]:
                Console.Out.WriteLine(ProgramVersions.Program);
                return 0;
            default:
                Console.Error.WriteLine($"found \"{string.Join(' ', args)}\", expected train, --help or --version");
                Console.Error.WriteLine("Fix: docker run IMAGE train, or no argument at all");
                return UsageError;
        }
    }
}
