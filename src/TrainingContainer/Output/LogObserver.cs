using Serilog;
using TrainingContainer.Training;

namespace TrainingContainer.Output;

/// <summary>Writes what happens as log lines.</summary>
/// <param name="log">Where.</param>
/// <param name="time">For the time of the first step.</param>
internal sealed class LogObserver(ILogger log, TimeProvider time) : TrainingObserver
{
    private bool _firstStepDone;

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
}
