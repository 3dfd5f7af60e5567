using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>Keeps what a job tells, and acts where a test says.</summary>
internal sealed class JobNotes : TrainingObserver
{
    public List<string> Lines { get; } = [];

    public Action<int, long>? OnStep { get; init; }

    public Action? OnEnd { get; init; }

    public List<string> Measurements { get; } = [];

    public List<Goodput> Accounts { get; } = [];

    public override void TimeAccounted(Goodput goodput) => Accounts.Add(goodput);

    public override void Measured(Metric metric, double value)
    {
        lock (Measurements)
            Measurements.Add($"{metric}={(float)value:R}");
    }

    public override void Notice(string message) => Lines.Add(message);

    public override void TrainingEnded() => OnEnd?.Invoke();

    public override void Warning(string message) => Lines.Add($"warning: {message}");

    public override void StepCompleted(int epoch, long step, int rows, Func<double> meanLoss) => OnStep?.Invoke(epoch, step);
}
