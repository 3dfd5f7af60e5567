using System.Globalization;
using Spectre.Console;
using TrainingContainer.Training;

namespace TrainingContainer.Output;

/// <summary>A live line on a terminal: epoch, bar, loss, rows per second, time left.</summary>
/// <param name="terminal">Where it is drawn.</param>
/// <param name="inner">The log, told everything first.</param>
/// <param name="time">For the speed.</param>
internal sealed class ProgressBar(Terminal terminal, TrainingObserver inner, TimeProvider time) : ForwardingObserver(inner)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ManualResetEventSlim _ended = new();
    private Task? _display;
    private ProgressTask? _task;
    private long _start;
    private long _drawn;
    private long _rows;
    private long _steps;
    private int _epochs;

    public override void TrainingStarted(int epochs, long stepsPerEpoch)
    {
        base.TrainingStarted(epochs, stepsPerEpoch);
        (_epochs, _start) = (epochs, time.GetTimestamp());
        using var ready = new ManualResetEventSlim();
        var progress = terminal.Screen.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
        progress.RefreshRate = Interval;
        _display = Task.Run(() => progress.Start(context =>
        {
            _task = context.AddTask("starting", maxValue: epochs * (double)stepsPerEpoch);
            ready.Set();
            _ended.Wait();
        }));
        // should the display fail to start, training goes on without it
        WaitHandle.WaitAny([ready.WaitHandle, ((IAsyncResult)_display).AsyncWaitHandle]);
    }

    public override void StepCompleted(int epoch, long step, int rows, Func<double> meanLoss)
    {
        base.StepCompleted(epoch, step, rows, meanLoss);
        _rows += rows;
        _steps++;
        if (_task is null || time.GetElapsedTime(_drawn) < Interval)
            return;
        _drawn = time.GetTimestamp();
        _task.Value = _steps;
        var speed = _rows / time.GetElapsedTime(_start).TotalSeconds;
        _task.Description = string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}/{_epochs}  loss {meanLoss():0.0000}  {speed:N0} rows/s");
    }

    public override void TrainingEnded()
    {
        _ended.Set();
        try
        {
            _display?.Wait();
        }
        catch (AggregateException exception)
        {
            Warning($"the progress bar failed: {exception.InnerException?.Message}");
        }
        base.TrainingEnded();
    }
}
