using Serilog;
using Serilog.Core;
using Serilog.Events;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Output;

/// <summary>Writes what happens as log lines.</summary>
/// <param name="log">Where.</param>
/// <param name="level">The log's least level, set to the one that the job asks for.</param>
/// <param name="time">For the time of the first step.</param>
internal sealed class LogObserver(ILogger log, LoggingLevelSwitch level, TimeProvider time) : TrainingObserver
{
    private bool _firstStepDone;

    public override void RequestRead(JobRequest request)
    {
        var service = ServiceHyperparameters.Read(request.Reserved, Environment.GetEnvironmentVariable);
        if (service.Describe() is { } job)
            log.Information("{Job:l}", job);
        if (service.Warning is { } warning)
            log.Warning("{Warning:l}", warning);
        level.MinimumLevel = LevelOf(service.LogLevel);
        foreach (var (name, value) in request.Settings.Hyperparameters)
            log.Debug("hyperparameter {Name:l}={Value:l}", name, value);
    }

    public override void Notice(string message) => log.Information("{Message}", message);

    public override void Warning(string message) => log.Warning("{Message}", message);

    public override void StepCompleted(int epoch, long step, int rows, Func<double> meanLoss)
    {
        if (_firstStepDone)
            return;
        _firstStepDone = true;
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var elapsed = time.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime();
        log.Information("first step after {Seconds:0.000} s since process start", elapsed.TotalSeconds);
    }

    /// <summary>From Python's numbers.</summary>
    private static LogEventLevel LevelOf(int number) => number switch
    {
        <= 10 => LogEventLevel.Debug,
        <= 20 => LogEventLevel.Information,
        <= 30 => LogEventLevel.Warning,
        <= 40 => LogEventLevel.Error,
        _ => LogEventLevel.Fatal,
    };
}
