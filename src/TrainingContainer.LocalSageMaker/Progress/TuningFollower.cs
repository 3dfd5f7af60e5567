using Spectre.Console;
using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Progress;

/// <summary>Follows a tuning job to its end: with a live table on a terminal, with a line for each change elsewhere. On standard error, where no answers go.</summary>
/// <param name="home">Where the training jobs are.</param>
/// <param name="jobs">The tuning jobs.</param>
internal sealed class TuningFollower(LocalHome home, TuningJobs jobs)
{
    /// <summary>Returns when the tuning job is over.</summary>
    /// <param name="name">The tuning job.</param>
    /// <param name="cancellation">Ends the following; the cursor is shown again.</param>
    /// <returns>Its last state.</returns>
    public async Task<TuningJobState> FollowAsync(string name, CancellationToken cancellation)
    {
        var trials = new TuningTrials(home.TrainingJob, TuningJobRequest.Read(jobs.Find(name).ReadRequest(), new RequestFindings()));
        TuningProgress ProgressOf(TuningJobFolder folder) => new TuningJobDescription(home, folder, trials).Progress();
        if (Console.IsErrorRedirected)
        {
            var lines = new TuningLines(Console.Error);
            return await jobs.WaitAsync(name, folder => lines.Show(ProgressOf(folder)), cancellation);
        }

        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await screen.Live(new Text("")).StartAsync(context => jobs.WaitAsync(
            name,
            folder =>
            {
                context.UpdateTarget(TuningTable.Of(ProgressOf(folder), screen.Profile.Height));
                context.Refresh();
            },
            cancellation));
    }
}
