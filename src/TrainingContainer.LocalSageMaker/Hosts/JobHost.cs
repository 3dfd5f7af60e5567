using TrainingContainer.LocalSageMaker.Requests;

namespace TrainingContainer.LocalSageMaker.Hosts;

/// <summary>One of a job's hosts.</summary>
/// <param name="Name">For example <c>algo-1</c>.</param>
/// <param name="Group">Its instance group.</param>
internal sealed record JobHost(string Name, InstanceGroup Group)
{
    /// <summary>The job's hosts, numbered through its groups.</summary>
    public static IReadOnlyList<JobHost> All(TrainingJobRequest request)
    {
        var hosts = new List<JobHost>();
        foreach (var group in request.Groups)
            for (var i = 0; i < group.Count; i++) hosts.Add(new JobHost($"algo-{hosts.Count + 1}", group));
        return hosts;
    }

    /// <summary>Whether the host has the channel.</summary>
    public bool Has(ChannelRequest channel) => channel.GroupNames.Count == 0 || channel.GroupNames.Contains(Group.Name);
}
