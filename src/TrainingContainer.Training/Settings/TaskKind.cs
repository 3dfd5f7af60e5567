namespace TrainingContainer.Training;

/// <summary>What the model predicts.</summary>
public enum TaskKind
{
    /// <summary>One class out of several.</summary>
    Classification,

    /// <summary>A number.</summary>
    Regression,
}
