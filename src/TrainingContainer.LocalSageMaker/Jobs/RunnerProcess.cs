using System.Diagnostics;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>Starts the runner of a job as a process of this same program that outlives the command which started it.</summary>
internal static class RunnerProcess
{
    /// <summary>The program's own verb: not one of the AWS CLI.</summary>
    public const string Verb = "run-training-job";

    /// <summary>Starts it. Its standard output and errors go to the job's runner.log; a terminal's signals do not reach it.</summary>
    public static void Start(LocalHome home, JobFolder job)
    {
        using var process = Process.Start(new ProcessStartInfo("sh",
        [
            "-c", "exec </dev/null >>\"$0\" 2>&1; exec setsid \"$@\"", job.RunnerLog, Environment.ProcessPath!, Verb, "--home", home.Path, "--training-job-name", job.Name,
        ]));
    }
}
