using System.Text.Json;
using TrainingContainer.LocalSageMaker.Metrics;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>What the members of a CreateTrainingJob request must be to one another, where each is right on its own.</summary>
internal static class TrainingJobRules
{
    /// <summary>MaxRuntimeInSeconds at most: 28 days.</summary>
    public const int MaxRuntimeSecondsMax = 28 * 86_400;

    /// <summary>Adds everything that is wrong.</summary>
    /// <param name="request">Every member has its shape.</param>
    /// <param name="findings">Receives what is found.</param>
    public static void Check(JsonElement request, RequestFindings findings)
    {
        CheckAlgorithm(request.GetProperty("AlgorithmSpecification"), findings);
        var groups = CheckResources(request.GetProperty("ResourceConfig"), findings);
        CheckStorage(request.GetProperty("OutputDataConfig"), "S3OutputPath", "OutputDataConfig", findings);
        CheckTimes(request, findings);
        CheckUnique(request.Items("Tags"), "Key", "Tags", findings);
        if (request.Find("CheckpointConfig") is { } checkpoints)
        {
            CheckStorage(checkpoints, "S3Uri", "CheckpointConfig", findings);
            if (checkpoints.Text("LocalPath") is { } path && (!Path.IsPathFullyQualified(path) || path.Split('/').Contains("..")))
                findings.Refuse("CheckpointConfig.LocalPath", $"found {Shown.Quoted(path)}, expected an absolute path", $"leave it out: it is then {TrainingJobRequest.CheckpointPathDefault}");
        }

        CheckUnique(request.Items("InputDataConfig"), "ChannelName", "InputDataConfig", findings);
        foreach (var (index, channel) in request.Items("InputDataConfig").Index())
            CheckChannel(channel, $"InputDataConfig[{index}]", request.GetProperty("AlgorithmSpecification").Text("TrainingInputMode")!, groups, findings);
    }

    private static void CheckAlgorithm(JsonElement algorithm, RequestFindings findings)
    {
        if (algorithm.Find("TrainingImage") is null && algorithm.Find("AlgorithmName") is null)
            findings.Refuse("AlgorithmSpecification", "found neither TrainingImage nor AlgorithmName, expected one of the two", "name the image in TrainingImage");
        if (algorithm.Find("TrainingImage") is not null && algorithm.Find("AlgorithmName") is not null)
            findings.Refuse("AlgorithmSpecification", "found TrainingImage and AlgorithmName, expected one of the two", "remove AlgorithmName");
        CheckUnique(algorithm.Items("MetricDefinitions"), "Name", "AlgorithmSpecification.MetricDefinitions", findings);
        foreach (var (index, metric) in algorithm.Items("MetricDefinitions").Index())
        {
            if (MetricPattern.Fault(metric.Text("Regex")!) is { } fault)
                findings.Refuse($"AlgorithmSpecification.MetricDefinitions[{index}].Regex", $"found {Shown.Quoted(metric.Text("Regex")!)}, {fault}");
        }
    }

    private static HashSet<string> CheckResources(JsonElement resources, RequestFindings findings)
    {
        const string where = "ResourceConfig";
        var groups = resources.Items("InstanceGroups").ToArray();
        CheckUnique(groups, "InstanceGroupName", $"{where}.InstanceGroups", findings);
        if (groups.Length == 0)
        {
            foreach (var name in (string[])["InstanceType", "InstanceCount"])
                if (resources.Find(name) is null) findings.Refuse($"{where}.{name}", "found no such member, expected it, or InstanceGroups");
            if (resources.Integer("InstanceCount") == 0) findings.Refuse($"{where}.InstanceCount", "found 0, expected at least 1");
        }
        else
        {
            foreach (var name in (string[])["InstanceType", "InstanceCount"])
                if (resources.Find(name) is not null) findings.Refuse($"{where}.{name}", "found beside InstanceGroups, expected one of the two", "remove it");
            if (groups.Sum(group => (long)group.Integer("InstanceCount")!.Value) == 0)
                findings.Refuse($"{where}.InstanceGroups", "found no instance in any group, expected at least 1");
        }

        return [.. groups.Select(group => group.Text("InstanceGroupName")!)];
    }

    private static void CheckTimes(JsonElement request, RequestFindings findings)
    {
        const string where = "StoppingCondition";
        var stopping = request.Find(where);
        var (run, wait) = (stopping?.Integer("MaxRuntimeInSeconds") ?? TrainingJobRequest.MaxRuntimeSecondsDefault, stopping?.Integer("MaxWaitTimeInSeconds"));
        if (run > MaxRuntimeSecondsMax)
            findings.Refuse($"{where}.MaxRuntimeInSeconds", $"found {run}, expected at most {MaxRuntimeSecondsMax}, which is 28 days");
        if (!request.Flag("EnableManagedSpotTraining"))
        {
            if (wait is not null)
                findings.Refuse($"{where}.MaxWaitTimeInSeconds", "found it in a job without EnableManagedSpotTraining", "remove it, or set EnableManagedSpotTraining to true");
            return;
        }

        if (wait is null)
            findings.Refuse($"{where}.MaxWaitTimeInSeconds", "found no such member, expected one, since EnableManagedSpotTraining is true", $"set it to at least {run}");
        else if (wait < run)
            findings.Refuse($"{where}.MaxWaitTimeInSeconds", $"found {wait}, expected at least MaxRuntimeInSeconds, which is {run}", $"set it to at least {run}");
        if (request.Find("CheckpointConfig") is null)
            findings.Notice("CheckpointConfig", "there is none, so an interrupted Spot job begins anew");
    }

    private static void CheckChannel(JsonElement channel, string where, string inputMode, HashSet<string> groups, RequestFindings findings)
    {
        if (channel.GetProperty("DataSource").Find("S3DataSource") is not { } source)
        {
            findings.Refuse($"{where}.DataSource", "found no S3DataSource, expected one: this machine has no other source of data");
            return;
        }

        where += ".DataSource.S3DataSource";
        CheckStorage(source, "S3Uri", where, findings);
        var mode = channel.Text("InputMode") ?? inputMode;
        var type = source.Text("S3DataType")!;
        if (type == "Converse") findings.Refuse($"{where}.S3DataType", "found \"Converse\", expected ManifestFile, S3Prefix or AugmentedManifestFile");
        if (type == "ManifestFile" && mode == "FastFile")
            findings.Refuse($"{where}.S3DataType", "found \"ManifestFile\" in FastFile mode, expected S3Prefix there", "choose InputMode File or Pipe");
        if (type == "AugmentedManifestFile" && mode != "Pipe")
            findings.Refuse($"{where}.S3DataType", $"found \"AugmentedManifestFile\" in {mode} mode, expected Pipe mode", "set the channel's InputMode to Pipe");
        if (type == "AugmentedManifestFile" != source.Texts("AttributeNames").Length > 0)
        {
            findings.Refuse($"{where}.AttributeNames", type == "AugmentedManifestFile"
                ? "found no names, expected those of the attributes to stream, since S3DataType is AugmentedManifestFile"
                : "found names, expected none, since S3DataType is not AugmentedManifestFile");
        }

        foreach (var name in source.Texts("InstanceGroupNames").Where(name => !groups.Contains(name)))
            findings.Refuse($"{where}.InstanceGroupNames", $"found {Shown.Quoted(name)}, expected a group of ResourceConfig.InstanceGroups", Spelling.DidYouMean(name, groups));
        if (mode == "Pipe") return;
        foreach (var (name, off) in (ReadOnlySpan<(string, string)>)[("CompressionType", "None"), ("RecordWrapperType", "None")])
            if ((channel.Text(name) ?? off) != off) findings.Notice(where, $"{name} has an effect in Pipe mode only");
    }

    private static void CheckStorage(JsonElement structure, string name, string where, RequestFindings findings)
    {
        if (structure.Text(name) is not { } uri) return;
        if (S3Location.TryParse(uri) is not { } location)
            findings.Refuse($"{where}.{name}", $"found {Shown.Quoted(uri)}, expected {S3Location.Expected}", "write it like s3://bucket/folder/");
        else if (!S3Root.CanHold(location))
            findings.Refuse($"{where}.{name}", $"found {Shown.Quoted(uri)}, expected a key without empty, \".\" or \"..\" parts", "write it like s3://bucket/folder/");
    }

    private static void CheckUnique(IEnumerable<JsonElement> items, string name, string where, RequestFindings findings)
    {
        foreach (var group in items.GroupBy(item => item.Text(name)).Where(group => group.Count() > 1))
            findings.Refuse(where, $"found the {name} {Shown.Quoted(group.Key!)} {group.Count()} times, expected it once");
    }
}
