using System.Text.Json;
using System.Text.Json.Nodes;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Hosts;

/// <summary>Lays out a host's <c>/opt/ml</c> with the config files of a hosted job: compact JSON, without a newline at the end.</summary>
internal static class HostConfiguration
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the folders and writes the files.</summary>
    /// <param name="request">The job.</param>
    /// <param name="host">The host.</param>
    /// <param name="paths">Its <c>/opt/ml</c>.</param>
    /// <param name="networkInterface">The interface on which the hosts reach one another.</param>
    public static void Write(TrainingJobRequest request, JobHost host, JobPaths paths, string networkInterface)
    {
        foreach (var folder in (string[])[paths.InputConfig, paths.InputData, paths.Model, paths.OutputData]) Directory.CreateDirectory(folder);
        File.WriteAllText(paths.HyperparametersFile, JsonSerializer.Serialize(request.HyperParameters, Compact));
        File.WriteAllText(paths.InputDataConfigFile, Channels(request, host).ToJsonString(Compact));
        File.WriteAllText(paths.ResourceConfigFile, Resources(JobHost.All(request), host, networkInterface).ToJsonString(Compact));
        if (request.Checkpoints is not null)
            File.WriteAllText(paths.CheckpointConfigFile, new JsonObject { ["LocalPath"] = request.CheckpointPath }.ToJsonString(Compact));
    }

    private static JsonObject Channels(TrainingJobRequest request, JobHost host)
    {
        var channels = new JsonObject();
        foreach (var channel in request.Channels.Where(host.Has))
        {
            var entry = new JsonObject();
            if (channel.ContentType is { } type) entry["ContentType"] = type;
            entry["TrainingInputMode"] = channel.InputMode;
            entry["S3DistributionType"] = channel.IsSharded ? "ShardedByS3Key" : "FullyReplicated";
            entry["RecordWrapperType"] = channel.IsWrapped ? "RecordIO" : "None";
            channels[channel.Name] = entry;
        }

        return channels;
    }

    private static JsonObject Resources(IReadOnlyList<JobHost> hosts, JobHost current, string networkInterface) => new()
    {
        ["current_host"] = current.Name,
        ["current_instance_type"] = current.Group.InstanceType,
        ["current_group_name"] = current.Group.Name,
        ["hosts"] = Names(hosts),
        ["instance_groups"] = new JsonArray(
        [
            .. hosts.GroupBy(host => host.Group).Select(group => new JsonObject
            {
                ["instance_group_name"] = group.Key.Name,
                ["instance_type"] = group.Key.InstanceType,
                ["hosts"] = Names(group),
            }),
        ]),
        ["network_interface_name"] = networkInterface,
        ["topology"] = null,
    };

    // Sorted as text, so that algo-10 comes before algo-2.
    private static JsonArray Names(IEnumerable<JobHost> hosts) => [.. hosts.Select(host => host.Name).Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))];
}
