using System.Runtime.InteropServices;
using Serilog;
using Serilog.Core;
using TrainingContainer.Data;
using TrainingContainer.Output;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>Trains one job, tells about it, and turns every end into an exit code.</summary>
/// <param name="paths">Where the job lies.</param>
/// <param name="time">For speeds.</param>
internal sealed class TrainCommand(JobPaths paths, TimeProvider time)
{
    public int Run()
    {
        // first of all, since the first step waits for it longest
        var loading = TorchLibrary.LoadInBackground();
        try
        {
            return Run(loading);
        }
        finally
        {
            // a process must not end while a library is being loaded
            ((IAsyncResult)loading).AsyncWaitHandle.WaitOne();
        }
    }

    private int Run(Task<bool> loading)
    {
        // before anything that may wait, such as a log line that nobody reads; disposed of by the end of the process, until which both hold
        var stop = StopSignal.Listen();
        var overdue = new StopOverdue(paths, stop);
        // registered first and so called last, for it may wait
        stop.Token.Register(overdue.Announce);
        _ = new StopDeadline(stop, time, overdue.Limit, overdue.End);
        var redactor = overdue.Redactor = Redactor.For(ProcessEnvironment.Variables, paths);
        using var terminal = Terminal.Open();
        using var console = new RedactedConsole(redactor);
        var level = new LoggingLevelSwitch();
        using var log = new LoggerConfiguration()
            .MinimumLevel.ControlledBy(level)
            .WriteTo.Console(new LogFormat())
            .CreateLogger();
        overdue.Log = log;
        using var unhandled = new UnhandledFailures(
            exception => Fail(log, exception, redactor, overdue),
            exception => log.Warning("a background task failed: {Message}", FailureReport.Compose(exception, TrainingFailures.Classifier, redactor)));
        log.Information("training-container {Version} on .NET {Runtime}, {System}", ProgramVersions.Program, Environment.Version, RuntimeInformation.OSDescription);
        using var placeholder = overdue.Placeholder = FailurePlaceholder.Write(paths);
        if (placeholder.FoundAnother)
            log.Warning("{File:l} already exists and was not written by this program; it will not be overwritten", paths.FailureFile);
        if (placeholder.Obstacle is { } obstacle)
            log.Warning("{Obstacle:l}. Without it the log alone tells why this job fails, if it does", obstacle);
        using var cloudWatch = new CloudWatchObserver(
            paths, Console.Out, new BatchSizeObserver(placeholder, new LogObserver(log, level, time)), time);
        try
        {
            ProcessEnvironment.Export(paths);
            TrainingObserver observer = cloudWatch;
            if (terminal is not null)
                observer = new ProgressBar(terminal, observer, time);
            using var storage = JobStorage.Open(observer, time);
            var job = new TrainingJob(paths, Console.Out, observer, time) { Storage = storage, Loading = loading };
            overdue.PendingUpload = () => job.PendingUpload;
            var outcome = job.Run(stop.Token);
            overdue.Decide(0);
            if (outcome is null && stop.Token.IsCancellationRequested)
                log.Warning("stopped ({Reason:l}) before the first step of this run: it leaves no model", stop.Reason);
            else if (stop.Token.IsCancellationRequested)
                log.Information("stopped ({Reason:l}): model and evaluation are saved in {Model:l} and {Output:l}", stop.Reason, paths.Model, paths.OutputData);
            return 0;
        }
        catch (Exception exception)
        {
            return Fail(log, exception, redactor, overdue);
        }
    }

    /// <summary>Log line, failure file, exit code. What a user did wrong, and what the text explains, needs no stack; anything else does.</summary>
    private int Fail(ILogger log, Exception exception, Redactor redactor, StopOverdue overdue)
    {
        var kind = TrainingFailures.Classifier.KindOf(exception);
        var exitCode = FailureTaxonomy.Of(kind).ExitCode ?? FailureTaxonomy.Of(FailureKind.Internal).ExitCode!.Value;
        FailureReport.Write(paths, exception, TrainingFailures.Classifier, redactor);
        overdue.Decide(exitCode);
        if (kind is FailureKind.UserError or FailureKind.DataError || exception is JobInputException)
            log.Error("{Message}", exception.Message);
        else if (exception is DataException || FailureReport.IsToldInFull(exception, TrainingFailures.Classifier))
            log.Error("{Message}", FailureReport.Compose(exception, TrainingFailures.Classifier, redactor));
        else
            log.Error(exception, "{Message}", FailureReport.Compose(exception, TrainingFailures.Classifier, redactor));
        return exitCode;
    }
}
