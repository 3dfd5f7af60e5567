namespace TrainingContainer.LocalSageMaker.Tests.Tuning;

/// <summary>Jobs of a tuning job, for tests.</summary>
internal static class Trials
{
    public static Configuration At(double x) => new([new("x", PlainNumber.Format(x))]);

    public static TuningTrial Running(int number, params double[] objectives) => new(number, At(number), TrialState.Running, objectives);

    public static TuningTrial Completed(int number, params double[] objectives) => new(number, At(number), TrialState.Completed, objectives);

    public static TuningTrial Completed(int number, Configuration configuration, params double[] objectives) =>
        new(number, configuration, TrialState.Completed, objectives);
}
