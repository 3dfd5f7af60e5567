using System.Text.Json;

namespace TrainingContainer.LocalSageMaker.Tests.Requests;

/// <summary>A right CreateHyperParameterTuningJob request.</summary>
internal static class SampleTuningRequest
{
    public const string Text = """
        {
          "HyperParameterTuningJobName": "tune",
          "HyperParameterTuningJobConfig": {
            "Strategy": "Random",
            "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "validation:loss"},
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 6, "MaxParallelTrainingJobs": 2},
            "ParameterRanges": {
              "ContinuousParameterRanges": [{"Name": "learning_rate", "MinValue": "0.001", "MaxValue": "1", "ScalingType": "Logarithmic"}],
              "CategoricalParameterRanges": [{"Name": "optimizer", "Values": ["sgd", "adam"]}]
            },
            "RandomSeed": 7
          },
          "TrainingJobDefinition": {
            "StaticHyperParameters": {"epochs": "9"},
            "AlgorithmSpecification": {
              "TrainingImage": "training-container",
              "TrainingInputMode": "File",
              "MetricDefinitions": [{"Name": "validation:loss", "Regex": "validation:loss=([-+0-9.eE]+)"}]
            },
            "RoleArn": "arn:aws:iam::111122223333:role/Training",
            "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data/train/"}}}],
            "OutputDataConfig": {"S3OutputPath": "s3://out/jobs"},
            "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10},
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600}
          }
        }
        """;

    /// <summary>One to be changed.</summary>
    public static SampleRequest Create() => new(Text);

    /// <summary>The same with two definitions, <c>sgd</c> and <c>adam</c>: each has a learning rate of its own, and adam a second range.</summary>
    public static SampleRequest CreateSeveral()
    {
        using var document = JsonDocument.Parse(Text);
        var definition = document.RootElement.GetProperty("TrainingJobDefinition").GetRawText();
        var request = Create().With("TrainingJobDefinition", null).With("TrainingJobDefinitions", $"[{definition},{definition}]")
            .With("HyperParameterTuningJobConfig.HyperParameterTuningJobObjective", null).With("HyperParameterTuningJobConfig.ParameterRanges", null);
        foreach (var (index, name, ranges) in (ReadOnlySpan<(int, string, string)>)
            [
                (0, "sgd", """{"ContinuousParameterRanges":[{"Name":"learning_rate","MinValue":"0.001","MaxValue":"1","ScalingType":"Logarithmic"}]}"""),
                (1, "adam", """{"ContinuousParameterRanges":[{"Name":"learning_rate","MinValue":"0.0001","MaxValue":"0.1","ScalingType":"Logarithmic"},{"Name":"beta1","MinValue":"0.8","MaxValue":"0.99"}]}"""),
            ])
        {
            request.With($"TrainingJobDefinitions[{index}].DefinitionName", $"\"{name}\"").With($"TrainingJobDefinitions[{index}].HyperParameterRanges", ranges)
                .With($"TrainingJobDefinitions[{index}].TuningObjective", """{"Type":"Minimize","MetricName":"validation:loss"}""")
                .With($"TrainingJobDefinitions[{index}].StaticHyperParameters.optimizer", $"\"{name}\"");
        }

        return request;
    }
}
