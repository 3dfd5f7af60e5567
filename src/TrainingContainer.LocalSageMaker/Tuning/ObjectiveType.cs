namespace TrainingContainer.LocalSageMaker;

/// <summary>Which values of the objective metric are good: HyperParameterTuningJobObjectiveType of the API.</summary>
internal enum ObjectiveType
{
    /// <summary>The least is the best.</summary>
    Minimize,

    /// <summary>The greatest is the best.</summary>
    Maximize,
}
