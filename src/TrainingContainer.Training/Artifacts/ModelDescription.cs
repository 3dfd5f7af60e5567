using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>The content of model.json.</summary>
public sealed record ModelDescription
{
    /// <summary>Raised when a reader of an older version would misunderstand the file.</summary>
    public const int FormatVersionCurrent = 1;

    /// <summary>The version of the format that the file is in.</summary>
    public int FormatVersion { get; init; } = FormatVersionCurrent;

    /// <summary>"classification" or "regression".</summary>
    public required string Task { get; init; }

    /// <summary>The network.</summary>
    public required INetwork Architecture { get; init; }

    /// <summary>"softmax" over the outputs, "sigmoid" (probability of the second class) or "none" (see <see cref="Target"/>).</summary>
    public required string OutputActivation { get; init; }

    /// <summary>Class names in the order of the outputs; empty for regression.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Regression: prediction = output × standard_deviation + mean.</summary>
    public required TargetScale? Target { get; init; }

    /// <summary>What to do with a row before the network sees it.</summary>
    public required FeatureDescription Features { get; init; }

    /// <summary>Every hyperparameter's effective value; those with secret-looking names are redacted.</summary>
    public required IReadOnlyDictionary<string, string> Hyperparameters { get; init; }

    /// <summary>How training ended and what it reached.</summary>
    public required TrainingRecord Training { get; init; }

    /// <summary>Of this program and of what it ran on.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>What a job's training gave.</summary>
    /// <param name="plan">The training.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="threads">It was trained with.</param>
    internal static ModelDescription Of(TrainingPlan plan, TrainingOutcome outcome, int threads)
    {
        var (settings, data) = (plan.Settings, plan.Data);
        var classification = settings.Task == TaskKind.Classification;
        return new()
        {
            Task = classification ? "classification" : "regression",
            Architecture = plan.Network,
            OutputActivation = !classification ? "none" : plan.Network.OutputCount == 1 ? "sigmoid" : "softmax",
            Classes = data.Classes,
            Target = classification ? null : data.Target,
            Features = new(data.FeatureCount, settings.Data.LabelColumn, data.Statistics.Means, data.Statistics.StandardDeviations),
            Hyperparameters = SecretNames.Redact(settings.Hyperparameters),
            Training = new(
                outcome.Ending switch { TrainingEnding.Finished => "finished", TrainingEnding.StoppedEarly => "stopped_early", _ => "stopped" },
                outcome.Epochs, outcome.Steps, outcome.BestEpoch, plan.Objective.Name, data.Training.Count, data.Validation?.Count ?? 0,
                plan.Device.Name, threads),
            Versions = ProgramVersions.Current(),
        };
    }
}
