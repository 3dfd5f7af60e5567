namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>Hosts of one instance type.</summary>
/// <param name="Name">InstanceGroupName; <c>homogeneousCluster</c> where the request has no groups.</param>
/// <param name="InstanceType">For example <c>ml.m5.xlarge</c>.</param>
/// <param name="Count">Hosts.</param>
internal sealed record InstanceGroup(string Name, string InstanceType, int Count)
{
    /// <summary>What the service calls the only group of a job without groups.</summary>
    public const string Homogeneous = "homogeneousCluster";
}
