using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TrainingContainer.LocalSageMaker.Tests.Requests;

/// <summary>A right request that tests change.</summary>
internal sealed partial class SampleRequest(string text = SampleRequest.Text)
{
    public const string Text = """
        {
          "TrainingJobName": "digits-1",
          "HyperParameters": {"epochs": "3"},
          "AlgorithmSpecification": {
            "TrainingImage": "training-container",
            "TrainingInputMode": "File",
            "MetricDefinitions": [{"Name": "train:loss", "Regex": "train:loss=([-+0-9.eE]+)"}]
          },
          "RoleArn": "arn:aws:iam::111122223333:role/Training",
          "InputDataConfig": [
            {"ChannelName": "train", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data/train/"}}, "ContentType": "text/csv"},
            {"ChannelName": "test", "InputMode": "Pipe", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data/test/"}}}
          ],
          "OutputDataConfig": {"S3OutputPath": "s3://out/jobs"},
          "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10},
          "StoppingCondition": {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200},
          "EnableManagedSpotTraining": true,
          "CheckpointConfig": {"S3Uri": "s3://out/checkpoints/"},
          "Environment": {"LOG_LEVEL": "info"},
          "RetryStrategy": {"MaximumRetryAttempts": 2},
          "Tags": [{"Key": "team", "Value": "a"}]
        }
        """;

    private readonly JsonNode _root = JsonNode.Parse(text)!;

    /// <summary>Puts a value at a path such as <c>InputDataConfig[0].ChannelName</c>; null removes what is there.</summary>
    public SampleRequest With(string path, string? json)
    {
        var steps = Step().Matches(path).Select(step => step.Value).ToArray();
        var node = steps[..^1].Aggregate(_root, (parent, step) => step[0] == '[' ? parent[int.Parse(step.Trim('[', ']'))]! : parent[step] ??= new JsonObject());
        var last = steps[^1];
        if (last[0] == '[')
        {
            var (list, index) = (node.AsArray(), int.Parse(last.Trim('[', ']')));
            if (index == list.Count) list.Add(JsonNode.Parse(json!));
            else list[index] = JsonNode.Parse(json!);
        }
        else if (json is null)
        {
            node.AsObject().Remove(last);
        }
        else
        {
            node[last] = JsonNode.Parse(json);
        }

        return this;
    }

    public JsonElement Json => JsonSerializer.SerializeToElement(_root);

    [GeneratedRegex(@"\[\d+\]|[^.\[\]]+")]
    private static partial Regex Step();
}
