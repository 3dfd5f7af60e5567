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
}
