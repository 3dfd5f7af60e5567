namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>How the axis of a tuned hyperparameter is drawn.</summary>
internal enum ReportScale
{
    /// <summary>Equal steps are equally long.</summary>
    Linear,

    /// <summary>Equal ratios are equally long.</summary>
    Logarithmic,

    /// <summary>Equal ratios of the distance to 1 are equally long.</summary>
    ReverseLogarithmic,

    /// <summary>A place for each value.</summary>
    Category,
}
