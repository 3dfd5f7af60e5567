using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>
/// Ends a tuning job whose runner met what nobody expected: its training jobs are stopped, then it fails with the reason. Whatever went wrong may
/// still be so (a disk that is full), so every step may fail, is tried again at the next look, and all of it has a time limit.
/// </summary>
/// <param name="folder">The tuning job.</param>
/// <param name="trainingJobs">Stops its training jobs.</param>
/// <param name="time">The clock of every wait.</param>
internal sealed class TuningJobFailure(TuningJobFolder folder, TrainingJobs trainingJobs, TimeProvider time)
{
    /// <summary>Beside the time between SIGTERM and SIGKILL, for the uploads that follow.</summary>
    internal static readonly TimeSpan UploadTimeMax = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when the training jobs are over and the failure is written down, or when there is no more time.</summary>
    /// <param name="state">How far the tuning job was.</param>
    /// <param name="reason">Why it fails.</param>
    /// <param name="stopGrace">What the training jobs have between SIGTERM and SIGKILL.</param>
    public async Task EndAsync(TuningJobState state, string reason, TimeSpan stopGrace)
    {
        var until = time.GetUtcNow() + stopGrace + UploadTimeMax;
        var failing = state with { StopReason = reason, FinalStatus = JobStatus.Failed };
        var isTold = false;
        while (true)
        {
            // before the end too, so that whoever follows a runner that is killed meanwhile goes on with the same
            isTold = isTold || Try(() => Write(failing, reason));
            string[] running = [.. state.Jobs.Select(job => job.Name).Where(IsRunning)];
            foreach (var name in running) Try(() => Stop(name));
            var now = time.GetUtcNow();
            if (running.Length == 0 || now >= until)
            {
                var ended = failing with { Status = JobStatus.Failed, EndTime = now };
                if (Try(() => Write(ended, reason, StillRunning(running))) || now >= until) return;
            }

            Try(() => folder.Sign(now));
            await Task.Delay(Tick, time);
        }
    }

    private static string StillRunning(string[] jobs) => jobs.Length == 0 ? ""
        : $"; {(jobs.Length == 1 ? "a training job" : $"{jobs.Length} training jobs")} did not stop in time, see {jobs[0]}";

    private void Write(TuningJobState state, string reason, string end = "") =>
        folder.Write(state with { FailureReason = Shown.Cut(reason, JobOutcome.ReasonLengthMax - end.Length) + end, LastModifiedTime = time.GetUtcNow() });

    private void Stop(string name)
    {
        if (!trainingJobs.IsStopRequested(name)) trainingJobs.Stop(name);
    }

    // One whose state cannot be read may run.
    private bool IsRunning(string name)
    {
        var isOver = false;
        Try(() => isOver = !trainingJobs.Exists(name) || JobStatus.IsFinal(trainingJobs.State(name).Status));
        return !isOver;
    }

    private static bool Try(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
