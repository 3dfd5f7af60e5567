namespace TrainingContainer.Training;

/// <summary>How one class was recognized.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Support">Rows of the class.</param>
/// <param name="Predicted">Rows predicted as the class.</param>
/// <param name="Precision">Right among the rows predicted as this class; 0 when there are none.</param>
/// <param name="Recall">Found among the rows of this class; 0 when there are none.</param>
/// <param name="F1">Harmonic mean of both; 0 when both are.</param>
public sealed record ClassScores(string Class, long Support, long Predicted, double Precision, double Recall, double F1)
{
    internal bool Occurs => Support + Predicted > 0;
}
