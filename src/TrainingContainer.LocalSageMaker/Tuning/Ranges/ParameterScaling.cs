namespace TrainingContainer.LocalSageMaker;

/// <summary>How a range of numbers is searched: HyperParameterScalingType of the API.</summary>
internal enum ParameterScaling
{
    /// <summary>The best scale for the range is chosen: see <see cref="UnitScale.Choose"/>.</summary>
    Auto,

    /// <summary>Equal steps are equally likely.</summary>
    Linear,

    /// <summary>Equal ratios are equally likely. Only for ranges above 0.</summary>
    Logarithmic,

    /// <summary>Equal ratios of the distance to 1 are equally likely. Only for continuous ranges within 0 ≤ x &lt; 1.</summary>
    ReverseLogarithmic,
}
