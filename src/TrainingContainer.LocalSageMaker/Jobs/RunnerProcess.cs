using System.Diagnostics;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>Starts the runner of a job as a process of this same program that outlives the command which started it.</summary>
internal static class RunnerProcess
{
    /// <summary>The program's own verb for a training job: not one of the AWS CLI.</summary>
    public const string TrainingVerb = "run-training-job";

    /// <summary>The same for a tuning job.</summary>
    public const string TuningVerb = "run-hyper-parameter-tuning-job";

    /// <summary>Starts that of a training job.</summary>
    public static void Start(LocalHome home, JobFolder job) => Start(home, job.RunnerLog, TrainingVerb, "--training-job-name", job.Name);

    /// <summary>Starts that of a tuning job.</summary>
    public static void Start(LocalHome home, TuningJobFolder job) => Start(home, job.RunnerLog, TuningVerb, "--hyper-parameter-tuning-job-name", job.Name);

    // Its standard output and errors go to the job's runner.log; a terminal's signals do not reach it.
    private static void Start(LocalHome home, string log, string verb, string nameOption, string name)
    {
        using var process = Process.Start(new ProcessStartInfo("sh",
        [
            "-c", "exec </dev/null >>\"$0\" 2>&1; exec setsid \"$@\"", log, Environment.ProcessPath!, verb, "--home", home.Path, nameOption, name,
        ]));
    }
}
