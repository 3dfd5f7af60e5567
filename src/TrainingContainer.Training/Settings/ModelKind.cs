namespace TrainingContainer.Training;

/// <summary>The built-in networks.</summary>
public enum ModelKind
{
    /// <summary>A multilayer perceptron: fully connected layers.</summary>
    Mlp,

    /// <summary>Convolutions over rows that are images, then fully connected layers.</summary>
    Cnn,
}
