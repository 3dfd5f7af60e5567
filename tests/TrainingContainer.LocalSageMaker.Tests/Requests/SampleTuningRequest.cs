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
}
