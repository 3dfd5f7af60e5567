using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch;

/// <summary>CloudWatch's spelling of units.</summary>
internal static class UnitNames
{
    /// <summary>The name in the API's type StandardUnit.</summary>
    public static string NameOf(MetricUnit unit) => unit switch
    {
        MetricUnit.CountPerSecond => "Count/Second",
        _ => unit.ToString(),
    };
}
