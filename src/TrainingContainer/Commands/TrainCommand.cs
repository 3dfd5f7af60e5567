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
        using var stop = StopSignal.Listen();
        using var terminal = Terminal.Open();
        var level = new LoggingLevelSwitch();
        using var log = new LoggerConfiguration()
            .MinimumLevel.ControlledBy(level)
            .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:l}{NewLine}{Exception}")
            .CreateLogger();
        TrainingObserver observer = new LogObserver(log, level, time);
        if (terminal is not null)
            observer = new ProgressBar(terminal, observer, time);
        log.Information("training-container {Version} on .NET {Runtime}, {System}", ProgramVersions.Program, Environment.Version, RuntimeInformation.OSDescription);
        var overdue = new StopOverdue(paths, log, stop);
        using var told = stop.Token.Register(overdue.Announce);
        using var deadline = new StopDeadline(stop, time, overdue.Limit, overdue.End);
        try
        {
            var outcome = new TrainingJob(paths, Console.Out, observer, time).Run(stop.Token);
            if (outcome is null && stop.Token.IsCancellationRequested)
                log.Warning("stopped ({Reason:l}) before the first step: there is no model", stop.Reason);
            else if (stop.Token.IsCancellationRequested)
                log.Information("stopped ({Reason:l}): model and evaluation are saved in {Model:l} and {Output:l}", stop.Reason, paths.Model, paths.OutputData);
            return 0;
        }
        catch (Exception exception)
        {
            Report(log, exception);
            FailureReport.Write(paths, exception);
            return 1;
        }
    }

    /// <summary>What a user did wrong needs no stack; anything else does.</summary>
    private static void Report(ILogger log, Exception exception)
    {
        if (exception is JobInputException or DataException or TrainingDivergedException)
            log.Error("{Message}", exception.Message);
        else
            log.Error(exception, "{Message}", FailureReport.Compose(exception));
    }
}
