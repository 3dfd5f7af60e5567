using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>The taxonomy's kinds of the exceptions of this room and of Data.</summary>
public static class TrainingFailures
{
    /// <summary>Knows every exception that a job throws on purpose.</summary>
    public static FailureClassifier Classifier { get; } = new(new Dictionary<Type, FailureKind>
    {
        [typeof(DataException)] = FailureKind.DataError,
        [typeof(TrainingDivergedException)] = FailureKind.UserError,
    });
}
