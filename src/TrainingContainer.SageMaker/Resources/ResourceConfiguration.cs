using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>The job's hosts, from resourceconfig.json.</summary>
/// <param name="CurrentHost">This host's name, for example <c>algo-1</c>.</param>
/// <param name="Hosts">All hosts of the job; <see cref="Read"/> gives them in ordinal order.</param>
/// <param name="NetworkInterfaceName">The interface between the hosts, for example <c>eth0</c>.</param>
/// <param name="CurrentInstanceType">For example <c>ml.g5.2xlarge</c>; null where the service does not say.</param>
/// <param name="CurrentGroupName">The instance group; <c>homogeneousCluster</c> when there is only one, null in local mode.</param>
public sealed record ResourceConfiguration(
    string CurrentHost, IReadOnlyList<string> Hosts, string NetworkInterfaceName, string? CurrentInstanceType, string? CurrentGroupName)
{
    private const string DefaultInterface = "eth0";
    private const string CorrectIt = "correct the file, or leave it out to train on this host alone";
    private static readonly ResourceConfiguration OneHost = new("localhost", ["localhost"], "lo", null, null);

    /// <summary>This host's position among the hosts in ordinal order (<c>algo-10</c> comes before <c>algo-2</c>), from 0.</summary>
    public int Rank => Hosts.Count(host => string.CompareOrdinal(host, CurrentHost) < 0);

    /// <summary>The number of hosts.</summary>
    public int HostCount => Hosts.Count;

    /// <summary>Reads the file. Member names are taken in any letter case, unknown members are skipped, and null means absent.</summary>
    /// <param name="path">The file; where there is none (a container run by hand), the job has the one host <c>localhost</c>.</param>
    /// <param name="mistakes">
    /// Where mistakes are added: a current host that is not among the hosts, and whatever is wrong with the file.
    /// </param>
    public static ResourceConfiguration Read(string path, ICollection<Mistake> mistakes)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(mistakes);
        if (!Path.Exists(path)) return OneHost;
        if (ConfigurationFile.ReadMembers(path, mistakes) is not { } members) return OneHost;
        var where = $"file {path}";
        var current = JsonMembers.Text(members, "current_host", where, mistakes);
        var hosts = ReadHosts(members, where, mistakes);
        if (current is null && hosts.Count > 1)
            mistakes.Add(new Mistake(where, $"found no current_host, expected one of {Listed(hosts)}", CorrectIt));
        else if (current is not null && hosts.Count > 0 && !hosts.Contains(current))
            mistakes.Add(new Mistake(
                where, $"found the current_host {Shown.Quoted(current)}, expected one of the hosts {Listed(hosts)}", CorrectIt));

        current ??= hosts.Count > 0 ? hosts[0] : OneHost.CurrentHost;
        if (hosts.Count == 0) hosts.Add(current);
        return new ResourceConfiguration(
            current,
            hosts,
            JsonMembers.Text(members, "network_interface_name", where, mistakes) ?? DefaultInterface,
            JsonMembers.Text(members, "current_instance_type", where, mistakes),
            JsonMembers.Text(members, "current_group_name", where, mistakes));
    }

    private static List<string> ReadHosts(
        IReadOnlyList<KeyValuePair<string, JsonElement>> members, string where, ICollection<Mistake> mistakes)
    {
        var hosts = new SortedSet<string>(StringComparer.Ordinal);
        if (JsonMembers.Find(members, "hosts") is not { } list) return [];
        if (list.ValueKind != JsonValueKind.Array)
        {
            mistakes.Add(new Mistake(
                where, $"found the hosts {Shown.Plain(list.GetRawText())}, expected a list such as [\"algo-1\"]", CorrectIt));
            return [];
        }

        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(element.GetString()))
                mistakes.Add(new Mistake(
                    where, $"found the host {Shown.Plain(element.GetRawText())}, expected a name such as \"algo-1\"", CorrectIt));
            else if (!hosts.Add(element.GetString()!.Trim()))
                mistakes.Add(new Mistake(
                    where, $"found the host {Shown.Quoted(element.GetString()!)} twice, expected every host once", CorrectIt));
        }

        return [.. hosts];
    }

    private static string Listed(List<string> hosts) => Shown.Plain(string.Join(", ", hosts));
}
