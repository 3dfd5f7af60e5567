using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>The instance groups of resourceconfig.json, read as the Python training toolkit reads them.</summary>
internal sealed class InstanceGroups
{
    private const string HomogeneousCluster = "homogeneousCluster";

    private static readonly string[] DistributionSwitches =
    [
        "sagemaker_mpi_enabled", "sagemaker_parameter_server_enabled", "sagemaker_distributed_dataparallel_enabled",
        "sagemaker_pytorch_ddp_enabled", "sagemaker_pytorch_xla_multi_worker_enabled", "sagemaker_multi_worker_mirrored_strategy_enabled",
        "sagemaker_torch_distributed_enabled",
    ];

    public InstanceGroups(
        ResourceConfiguration resources, IReadOnlyList<KeyValuePair<string, JsonElement>>? members, Dictionary<string, JsonElement> frameworks)
    {
        Current = resources.CurrentGroupName ?? HomogeneousCluster;
        foreach (var group in Groups(members ?? []))
        {
            if (!group.TryGetProperty("instance_group_name", out var name) || name.ValueKind != JsonValueKind.String) continue;
            Names.Add(name.GetString()!);
            ByName[name.GetString()!] = group;
        }

        CurrentHosts = HostsOf(Current);
        Distribution = frameworks.TryGetValue("sagemaker_distribution_instance_groups", out var given) && given.ValueKind == JsonValueKind.Array
            ? Texts(given)
            : DistributionSwitches.Any(name => frameworks.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.True) ? [Current] : [];
        DistributionHosts = Names.Count == 0 ? resources.Hosts : [.. Names.Where(Distribution.Contains).SelectMany(HostsOf)];
        MasterHost = DistributionHosts.Concat(resources.Hosts).First();
        Topology = JsonMembers.Find(members ?? [], "topology");
    }

    public string Current { get; }

    public IReadOnlyList<string> CurrentHosts { get; }

    public IReadOnlyList<string> Distribution { get; }

    public IReadOnlyList<string> DistributionHosts { get; }

    public string MasterHost { get; }

    public List<string> Names { get; } = [];

    public Dictionary<string, JsonElement> ByName { get; } = [];

    public JsonElement? Topology { get; }

    private static IEnumerable<JsonElement> Groups(IReadOnlyList<KeyValuePair<string, JsonElement>> members) =>
        JsonMembers.Find(members, "instance_groups") is { ValueKind: JsonValueKind.Array } groups
            ? groups.EnumerateArray().Where(group => group.ValueKind == JsonValueKind.Object) : [];

    private static IReadOnlyList<string> Texts(JsonElement list) =>
        [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    private IReadOnlyList<string> HostsOf(string group) =>
        ByName.TryGetValue(group, out var found) && found.TryGetProperty("hosts", out var hosts) && hosts.ValueKind == JsonValueKind.Array
            ? Texts(hosts) : [];
}
