namespace TrainingContainer.SageMaker;

/// <summary>Where SageMaker puts a job's inputs and takes its outputs from.</summary>
/// <param name="BaseDirectory">The root of the tree; <c>/opt/ml</c> on SageMaker.</param>
/// <remarks>Source: the developer guide's page "How Amazon SageMaker runs your training image". Nothing here touches the disk.</remarks>
public sealed record JobPaths(string BaseDirectory)
{
    /// <summary>The root that SageMaker uses: <c>/opt/ml</c>.</summary>
    public const string DefaultBaseDirectory = "/opt/ml";

    /// <summary>The environment variable that moves the whole tree, as in AWS's own training toolkit: <c>SAGEMAKER_BASE_DIR</c>.</summary>
    public const string BaseDirectoryVariable = "SAGEMAKER_BASE_DIR";

    /// <summary>The folder of <see cref="Output"/>.</summary>
    public const string OutputName = "output";

    /// <summary>The file of <see cref="FailureFile"/>.</summary>
    public const string FailureName = "failure";

    /// <summary>The tree under <c>SAGEMAKER_BASE_DIR</c>, or under <c>/opt/ml</c> when that is unset or blank.</summary>
    /// <param name="getVariable">Reads an environment variable; null when it is not set.</param>
    public static JobPaths FromEnvironment(Func<string, string?> getVariable)
    {
        ArgumentNullException.ThrowIfNull(getVariable);
        var directory = getVariable(BaseDirectoryVariable);
        return new JobPaths(string.IsNullOrWhiteSpace(directory) ? DefaultBaseDirectory : directory.Trim());
    }

    /// <summary><c>input/config</c>: the service's JSON files.</summary>
    public string InputConfig => Path.Combine(BaseDirectory, "input", "config");

    /// <summary><c>input/config/hyperparameters.json</c>.</summary>
    public string HyperparametersFile => Path.Combine(InputConfig, "hyperparameters.json");

    /// <summary><c>input/config/inputdataconfig.json</c>.</summary>
    public string InputDataConfigFile => Path.Combine(InputConfig, "inputdataconfig.json");

    /// <summary><c>input/config/resourceconfig.json</c>.</summary>
    public string ResourceConfigFile => Path.Combine(InputConfig, "resourceconfig.json");

    /// <summary><c>input/config/checkpointconfig.json</c>.</summary>
    public string CheckpointConfigFile => Path.Combine(InputConfig, "checkpointconfig.json");

    /// <summary><c>input/data</c>: one directory per channel in File mode, one FIFO per channel and epoch in Pipe mode.</summary>
    public string InputData => Path.Combine(BaseDirectory, "input", "data");

    /// <summary><c>model</c>: uploaded as model.tar.gz when the job ends.</summary>
    public string Model => Path.Combine(BaseDirectory, "model");

    /// <summary><c>output</c>.</summary>
    public string Output => Path.Combine(BaseDirectory, OutputName);

    /// <summary><c>output/data</c>: uploaded as output.tar.gz when the job ends.</summary>
    public string OutputData => Path.Combine(Output, "data");

    /// <summary><c>output/failure</c>: its first 1,024 characters become the job's FailureReason.</summary>
    public string FailureFile => Path.Combine(Output, FailureName);

    /// <summary><c>checkpoints</c>: the service's default LocalPath; synchronized with S3 in both directions.</summary>
    public string Checkpoints => Path.Combine(BaseDirectory, "checkpoints");

    /// <summary><c>input/data/&lt;name&gt;</c>: a channel's directory in File and FastFile mode.</summary>
    public string Channel(string name) => Path.Combine(InputData, name);
}
