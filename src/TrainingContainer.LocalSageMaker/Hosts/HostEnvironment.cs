using TrainingContainer.LocalSageMaker.Requests;

namespace TrainingContainer.LocalSageMaker.Hosts;

/// <summary>The environment variables that the service gives a container.</summary>
internal static class HostEnvironment
{
    /// <summary>The job's own variables and the service's, which win.</summary>
    public static Dictionary<string, string> Variables(TrainingJobRequest request, string arn, string region) => new(request.Environment)
    {
        ["TRAINING_JOB_NAME"] = request.Name,
        ["TRAINING_JOB_ARN"] = arn,
        ["AWS_REGION"] = region,
    };
}
