namespace TrainingContainer.Training;

/// <summary>Input of the model: (value − mean) / standard deviation for each feature, 0 where a value is missing.</summary>
/// <param name="Count">Features of a row, without the label.</param>
/// <param name="LabelColumn">Where the label stood in the training files.</param>
/// <param name="Means">Of the training rows, missing values left out.</param>
/// <param name="StandardDeviations">Of the same, population; 1 for a constant feature.</param>
public sealed record FeatureDescription(int Count, int LabelColumn, IReadOnlyList<float> Means, IReadOnlyList<float> StandardDeviations);
