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

    private const string Help = """
        local-sagemaker: SageMaker training jobs and tuning jobs on this machine, from the JSON that goes to AWS.

        usage: local-sagemaker create-training-job --cli-input-json file://REQUEST [--wait] [options]
               local-sagemaker describe-training-job --training-job-name NAME
               local-sagemaker list-training-jobs [--status-equals S] [--name-contains TEXT] [--sort-by F] [--sort-order O] [--max-items N]
               local-sagemaker stop-training-job --training-job-name NAME
               local-sagemaker interrupt-training-job --training-job-name NAME     (a Spot interruption, now; not in the AWS CLI)
               local-sagemaker wait training-job-completed-or-stopped --training-job-name NAME
               local-sagemaker logs --training-job-name NAME [--follow]

               local-sagemaker create-hyper-parameter-tuning-job --cli-input-json file://REQUEST [--wait] [options]
               local-sagemaker describe-hyper-parameter-tuning-job --hyper-parameter-tuning-job-name NAME
               local-sagemaker list-hyper-parameter-tuning-jobs [as list-training-jobs]
               local-sagemaker list-training-jobs-for-hyper-parameter-tuning-job --hyper-parameter-tuning-job-name NAME [as list-training-jobs]
               local-sagemaker stop-hyper-parameter-tuning-job --hyper-parameter-tuning-job-name NAME
               local-sagemaker wait hyper-parameter-tuning-job-completed-or-stopped --hyper-parameter-tuning-job-name NAME  (not in the AWS CLI)

               local-sagemaker report --training-job-name NAME | --hyper-parameter-tuning-job-name NAME [--output FILE.html]
                   (writes one HTML page with charts that needs no network, NAME.html unless told otherwise; not in the AWS CLI)

        Each member of a request is an option too, as in the AWS CLI: --training-job-name NAME, --resource-config JSON,
        --enable-managed-spot-training. All commands: --home FOLDER keeps the jobs ($XDG_DATA_HOME/local-sagemaker).

        Options of create-training-job and create-hyper-parameter-tuning-job:
          --runner process|docker        a plain process, or the TrainingImage by docker (process)
          --program PATH                 what runs as a process in the image's place (../training-container/training-container)
          --s3-root FOLDER               stands for S3: a folder per bucket (HOME/s3)
          --s3-endpoint URL|aws          an S3 API in its place; aws: S3 itself, or AWS_ENDPOINT_URL_S3. Credentials: those of the AWS SDK
          --region NAME                  for the ARN and AWS_REGION (us-east-1)
          --spot-interruptions SCHEDULE  of Spot jobs, in seconds of training: at=5s,12s or p=0.3/min,seed=1; wait=1s until the next start
          --internal-errors SCHEDULE     failures of the machine, for RetryStrategy, in the same words
          --stop-grace SECONDS           from SIGTERM to SIGKILL at a stop (120)
          --spot-grace SECONDS           the same at an interruption; 0: SIGKILL at once (120)
          --spot-discount SHARE          what Spot costs less, for BillableTimeInSeconds (0.7)
          --checkpoint-interval SECONDS  how often checkpoints are taken to S3 (1)
          --pipe-rate BYTES              per second into each pipe (as fast as it is read)
          --wait                         follows the job to its end, a tuning job by a live table on a terminal; exit code 254 when it fails

        Exit code: 0; 252 = the command line or the request is wrong; 254 = the service refuses; 255 = this machine does.
        """;

    private static readonly Dictionary<string, Func<IReadOnlyList<string>, int>> Verbs = new()
    {
        ["create-training-job"] = TrainingJobCommands.Create,
        ["describe-training-job"] = TrainingJobCommands.Describe,
        ["list-training-jobs"] = TrainingJobCommands.List,
        ["stop-training-job"] = TrainingJobCommands.Stop,
        ["interrupt-training-job"] = TrainingJobCommands.Interrupt,
        ["logs"] = TrainingJobCommands.Logs,
        ["report"] = ReportCommands.Report,
        ["create-hyper-parameter-tuning-job"] = TuningJobCommands.Create,
        ["describe-hyper-parameter-tuning-job"] = TuningJobCommands.Describe,
        ["list-hyper-parameter-tuning-jobs"] = TuningJobCommands.List,
        ["list-training-jobs-for-hyper-parameter-tuning-job"] = TuningJobCommands.ListTrainingJobs,
        ["stop-hyper-parameter-tuning-job"] = TuningJobCommands.Stop,
        ["wait"] = Wait,
        [RunnerProcess.TrainingVerb] = TrainingJobCommands.Run,
        [RunnerProcess.TuningVerb] = TuningJobCommands.Run,
    };

    private static readonly Dictionary<string, Func<IReadOnlyList<string>, int>> Waiters = new()
    {
        ["training-job-completed-or-stopped"] = TrainingJobCommands.Wait,
        ["hyper-parameter-tuning-job-completed-or-stopped"] = TuningJobCommands.Wait,
    };

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">As on the command line.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        if (arguments is ["help"] or [_, "help"] or ["wait", _, "help"] || arguments.Any(argument => argument is "--help" or "-h"))
        {
            Console.Out.WriteLine(Help);
            return 0;
        }

        try
        {
            var verb = arguments.Length > 0 ? arguments[0] : "";
            return Verbs.TryGetValue(verb, out var run) ? run(arguments[1..]) : throw new JobInputException([new Mistake(
                "command line", $"found {Shown.Quoted(verb)}, expected a command", Spelling.DidYouMean(verb, Verbs.Keys.Where(known => known is not (RunnerProcess.TrainingVerb or RunnerProcess.TuningVerb))) ?? "see local-sagemaker --help")]);
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

    private static int Wait(IReadOnlyList<string> arguments)
    {
        var waiter = arguments.Count > 0 ? arguments[0] : "";
        return Waiters.TryGetValue(waiter, out var wait) ? wait([.. arguments.Skip(1)]) : throw new JobInputException([new Mistake(
            "command line", $"found {Shown.Quoted(waiter)} behind wait, expected {string.Join(" or ", Waiters.Keys)}", Spelling.DidYouMean(waiter, Waiters.Keys))]);
    }
}
