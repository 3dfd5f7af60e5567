using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>The program's command line: which command runs, and what the process returns.</summary>
internal static class CommandLine
{
    /// <summary>The exit code of a command line that was not understood.</summary>
    internal const int UsageError = 2;

    private const string Help = """
        training-container: trains a model as SageMaker asks for it.

        usage: training-container [train]
               training-container validate [--json]
               training-container describe [--image URI | --metric-definitions | --tuning-ranges [NAME,...] | --hyperparameters]
               training-container env [--json]
               training-container torch [--adapt FILE]
               training-container --help | --version

        train      Reads /opt/ml/input, trains, writes /opt/ml/model and /opt/ml/output. The default.
        validate   Checks what train would check and samples every channel, without training or writing anything.
                   Tells every mistake in one report; --json: as one JSON object.
        describe   Prints the TrainingSpecification for the CreateAlgorithm API; --image sets its TrainingImage.
                   --metric-definitions: the list for AlgorithmSpecification.MetricDefinitions.
                   --tuning-ranges: the object for HyperParameterTuningJobConfig.ParameterRanges, of the
                   hyperparameters named, or of {{TUNED}}.
                   --hyperparameters: all of them as a Markdown table.
        env        Prints the SM_* variables of the job for a shell; env --json as JSON. Secrets are left out.
        torch      Loads Torch, multiplies two matrices on each device, and prints versions, BLAS, threads and devices.
                   --adapt FILE: where this system's C++ library is too old for TorchSharp's, as Debian 12's is, writes
                   a copy of libLibTorchSharp.so that loads.

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

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["--help" or "-h" or "help"] or ["train" or "validate" or "describe" or "env" or "torch", "--help" or "-h"]:
                Console.Out.WriteLine(Help.Replace("{{TUNED}}", string.Join(", ", TrainingAlgorithm.TunedByDefault)));
                return 0;
            case [] or ["train"]:
                return new TrainCommand(JobPaths.FromEnvironment(Environment.GetEnvironmentVariable), TimeProvider.System).Run();
            case ["validate"]:
                return new ValidateCommand(JobPaths.FromEnvironment(Environment.GetEnvironmentVariable), Console.Out, Console.Error).Run(json: false);
            case ["validate", "--json"]:
                return new ValidateCommand(JobPaths.FromEnvironment(Environment.GetEnvironmentVariable), Console.Out, Console.Error).Run(json: true);
            case ["describe", .. var options]:
                return new DescribeCommand(Console.Out, Console.Error).Run(options);
            case ["torch"]:
                return new TorchCommand(Console.Out, Console.Error).Run();
            case ["torch", "--adapt", var path]:
                return new TorchCommand(Console.Out, Console.Error).Adapt(path);
            case ["env", .. var arguments]:
                return new EnvCommand(JobPaths.FromEnvironment(Environment.GetEnvironmentVariable)).Run(arguments);
            case ["--version"]:
                Console.Out.WriteLine(ProgramVersions.Program);
                return 0;
            default:
                return Refuse(string.Join(' ', args), JobPaths.FromEnvironment(Environment.GetEnvironmentVariable));
        }
    }

    /// <summary>Says it on the console and, inside a job, in the failure file: the service shows nothing else.</summary>
    private static int Refuse(string found, JobPaths paths)
    {
        var mistake = new Mistake(
            "command line", $"found \"{found}\", expected train, validate [--json], describe [options], env [--json], torch [--adapt FILE], --help or --version",
            "docker run IMAGE train, or no argument at all; leave ContainerArguments out");
        Console.Error.WriteLine(mistake);
        if (Directory.Exists(paths.BaseDirectory))
        {
            // what an earlier run has left there would mislead
            using var placeholder = FailurePlaceholder.Write(paths);
            FailureReport.Write(paths, new JobInputException([mistake]));
        }
        return UsageError;
    }
}
