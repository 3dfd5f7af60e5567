using System.Globalization;
using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>
/// The <c>SM_*</c> variables as AWS's Python training toolkit derives them from a job's config files (its
/// <c>Environment.to_env_vars</c>), for loaded code and child processes. The service itself sets none of them.
/// </summary>
/// <remarks>
/// A string is its own value, null is nothing, and all else is compact JSON in ASCII with sorted members. Names are upper-cased and
/// keep their dashes and dots: channel <c>my-data</c> is <c>SM_CHANNEL_MY-DATA</c>. Hyperparameters are decoded as json.loads does, one
/// layer; those of SageMaker itself (<c>sagemaker_*</c>, <c>_tuning_objective_metric</c>) are not among SM_HPS.
/// A file that is missing, as in a container run by hand, counts as empty. <c>PYTHONPATH</c> is left out.
/// </remarks>
public sealed class SageMakerEnvironment
{
    private const string ProgramParameter = "sagemaker_program";
    private const string DirectoryParameter = "sagemaker_submit_directory";
    private const string LogLevelParameter = "sagemaker_container_log_level";
    private const string JobNameParameter = "sagemaker_job_name";
    private const string RegionParameter = "sagemaker_region";
    private const int LogLevelDefault = 20;

    // The toolkit's list: these are neither the user's nor the framework's.
    private static readonly string[] OwnParameters =
    [
        ProgramParameter, DirectoryParameter, "sagemaker_enable_cloudwatch_metrics", RegionParameter, LogLevelParameter, JobNameParameter,
        "default_user_module_name", "_tuning_objective_metric", "sagemaker_s3_output",
    ];

    private readonly SortedDictionary<string, string> _variables = new(StringComparer.Ordinal);

    private SageMakerEnvironment()
    {
    }

    /// <summary>Every variable by its name.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <summary>Derives the variables.</summary>
    /// <param name="paths">Where the job lies.</param>
    /// <param name="getVariable">Reads an environment variable; null when it is not set.</param>
    /// <param name="hardware">Of this host.</param>
    /// <param name="mistakes">Where mistakes are added: whatever is wrong with one of the files.</param>
    /// <param name="redactor">When given, what it knows and what has a secret-looking name is left out: for showing, not for running.</param>
    public static SageMakerEnvironment Read(
        JobPaths paths, Func<string, string?> getVariable, HostHardware hardware, ICollection<Mistake> mistakes, Redactor? redactor = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(getVariable);
        ArgumentNullException.ThrowIfNull(hardware);
        ArgumentNullException.ThrowIfNull(mistakes);
        var raw = File.Exists(paths.HyperparametersFile) ? HyperparameterFile.Read(paths.HyperparametersFile, mistakes) : new Dictionary<string, string>();
        if (redactor is not null) raw = SecretNames.Redact(raw).ToDictionary(entry => entry.Key, entry => redactor.Redact(entry.Value));
        var parameters = raw.ToDictionary(entry => entry.Key, entry => PythonJson.Loads(entry.Value));
        var users = parameters.Where(entry => !IsOwn(entry.Key)).ToDictionary();
        var frameworks = parameters.Where(entry => IsOwn(entry.Key) && !OwnParameters.Contains(entry.Key)).ToDictionary();
        var resourceMembers = File.Exists(paths.ResourceConfigFile) ? ConfigurationFile.ReadMembers(paths.ResourceConfigFile, mistakes) : null;
        var resources = ResourceConfiguration.Read(paths.ResourceConfigFile, resourceMembers is null ? [] : mistakes);
        var channels = File.Exists(paths.InputDataConfigFile) ? ConfigurationFile.ReadMembers(paths.InputDataConfigFile, mistakes) ?? [] : [];
        var groups = new InstanceGroups(resources, resourceMembers, frameworks);
        var program = getVariable("SAGEMAKER_PROGRAM") ?? Text(parameters, ProgramParameter);

        var properties = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["additional_framework_parameters"] = Json(frameworks),
            ["channel_input_dirs"] = Json(channels.ToDictionary(channel => channel.Key, channel => paths.Channel(channel.Key))),
            ["current_host"] = Json(resources.CurrentHost),
            ["current_instance_group"] = Json(groups.Current),
            ["current_instance_group_hosts"] = Json(groups.CurrentHosts),
            ["current_instance_type"] = Json(resources.CurrentInstanceType ?? "local"),
            ["distribution_hosts"] = Json(groups.DistributionHosts),
            ["distribution_instance_groups"] = Json(groups.Distribution),
            ["framework_module"] = Json(getVariable("SAGEMAKER_TRAINING_MODULE")),
            ["hosts"] = Json(resources.Hosts),
            ["hyperparameters"] = Json(users),
            ["input_config_dir"] = Json(paths.InputConfig),
            ["input_data_config"] = Json(channels.ToDictionary()),
            ["input_dir"] = Json(Path.GetDirectoryName(paths.InputConfig)),
            ["instance_groups"] = Json(groups.Names),
            ["instance_groups_dict"] = Json(groups.ByName),
            ["is_hetero"] = Json(groups.Names.Count > 1),
            ["is_master"] = Json(resources.CurrentHost == groups.MasterHost),
            ["is_modelparallel_enabled"] = Json(getVariable("SM_HP_MP_PARAMETERS") is { Length: > 0 } and not "{}"),
            ["is_smddpmprun_installed"] = Json(false),
            ["job_name"] = Json(getVariable("TRAINING_JOB_NAME")),
            ["log_level"] = parameters.TryGetValue(LogLevelParameter, out var level) ? level : Json(LogLevelDefault),
            ["master_hostname"] = Json(groups.MasterHost),
            ["model_dir"] = Json(paths.Model),
            ["module_dir"] = Json(Text(parameters, DirectoryParameter) ?? Path.Combine(paths.BaseDirectory, "code")),
            ["module_name"] = Json(program?.EndsWith(".py", StringComparison.Ordinal) == true ? program[..^3] : program),
            ["network_interface_name"] = Json(resources.NetworkInterfaceName),
            ["num_cpus"] = Json(hardware.Cpus),
            ["num_gpus"] = Json(hardware.Gpus),
            ["num_neurons"] = Json(0),
            ["output_data_dir"] = Json(paths.OutputData),
            ["output_dir"] = Json(paths.Output),
            ["output_intermediate_dir"] = Json(Path.Combine(paths.Output, "intermediate")),
            ["resource_config"] = Json((resourceMembers ?? []).ToDictionary()),
            ["user_entry_point"] = Json(program),
        };
        if (groups.Topology is { } topology) properties["topology"] = topology;

        var environment = new SageMakerEnvironment();
        foreach (var (name, value) in properties) environment.Add(Short(name), value);
        environment.Add("training_env", Json(properties));
        environment.Add("channels", Json(channels.Select(channel => channel.Key).Order(StringComparer.Ordinal)));
        environment.Add("user_args", Json(Arguments(users)));
        foreach (var (name, _) in channels) environment.Add($"channel_{name}", Json(paths.Channel(name)));
        foreach (var (name, value) in users) environment.Add($"hp_{name}", value);
        environment._variables["CURRENT_HOST"] = resources.CurrentHost;
        environment._variables["SAGEMAKER_JOB_NAME"] = Text(parameters, JobNameParameter) ?? "";
        environment._variables["SAGEMAKER_REGION"] = Text(parameters, RegionParameter) ?? getVariable("AWS_REGION") ?? getVariable("AWS_DEFAULT_REGION") ?? "";
        foreach (var name in NotVariables) environment._variables.Remove(name);
        return environment;
    }

    /// <summary>Properties of SM_TRAINING_ENV that are no variable of their own.</summary>
    private static readonly string[] NotVariables =
    [
        "SM_CHANNEL_INPUT_DIRS", "SM_DISTRIBUTION_HOSTS", "SM_IS_MASTER", "SM_IS_MODELPARALLEL_ENABLED", "SM_IS_SMDDPMPRUN_INSTALLED",
        "SM_JOB_NAME", "SM_MASTER_HOSTNAME",
    ];

    private static string Short(string property) => property switch
    {
        "hyperparameters" => "hps",
        "additional_framework_parameters" => "framework_params",
        _ => property,
    };

    private static bool IsOwn(string name) => name.StartsWith("sagemaker_", StringComparison.Ordinal) || OwnParameters.Contains(name);

    private static string? Text(Dictionary<string, JsonElement> parameters, string name) =>
        parameters.TryGetValue(name, out var value) ? PythonJson.Variable(value) is { Length: > 0 } text ? text : null : null;

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);

    /// <summary>As on a command line: <c>--name value</c>, <c>-n value</c>; a mapping is <c>a=1,b=2</c>.</summary>
    private static IEnumerable<string> Arguments(Dictionary<string, JsonElement> parameters)
    {
        foreach (var (name, value) in parameters.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            yield return name.Length > 1 ? $"--{name}" : $"-{name}";
            yield return value.ValueKind switch
            {
                JsonValueKind.Null => "",
                JsonValueKind.Object => string.Join(",", value.EnumerateObject()
                    .OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}={PythonJson.Str(member.Value)}")),
                _ => PythonJson.Str(value),
            };
        }
    }

    // A variable cannot hold the character that ends it.
    private void Add(string name, JsonElement value) =>
        _variables[string.Create(CultureInfo.InvariantCulture, $"SM_{name.ToUpperInvariant()}")] = PythonJson.Variable(value).Replace("\0", "");
}
