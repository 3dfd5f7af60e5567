using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEnd;

/// <summary>local-sagemaker with a home and an S3 folder of its own.</summary>
internal sealed class LocalSageMaker : IDisposable
{
    public const string Role = "arn:aws:iam::111122223333:role/Training";

    /// <summary>The longest that a test waits for a step of a job.</summary>
    public static readonly TimeSpan PhaseTimeMax = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("local-sagemaker-").FullName;

    public static string Program => Repository.File("artifacts", "local-sagemaker", "local-sagemaker");

    public string Home => Path.Combine(_folder, "local-sagemaker");

    public string S3(params string[] path) => Path.Combine([_folder, "s3", .. path]);

    public string JobFolder(string name) => Path.Combine(Home, "training-jobs", name);

    /// <summary>Copies a sample's channels to s3://data/NAME/.</summary>
    public LocalSageMaker Sample(string name)
    {
        foreach (var file in Directory.GetFiles(Repository.File("tests", "SampleData", name), "*.csv", SearchOption.AllDirectories))
        {
            var copy = S3("data", name, Path.GetRelativePath(Repository.File("tests", "SampleData", name), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return this;
    }

    /// <summary>A request for a job on the digits, to be changed.</summary>
    public static JsonObject Digits(string name, params (string Name, string Value)[] hyperparameters) => new()
    {
        ["TrainingJobName"] = name,
        ["HyperParameters"] = new JsonObject(hyperparameters.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Name, pair.Value))),
        ["AlgorithmSpecification"] = new JsonObject
        {
            ["TrainingImage"] = "training-container",
            ["TrainingInputMode"] = "File",
            ["MetricDefinitions"] = new JsonArray(new JsonObject { ["Name"] = "validation:accuracy", ["Regex"] = "validation:accuracy=([-+0-9.eE]+)" }),
        },
        ["RoleArn"] = Role,
        ["InputDataConfig"] = new JsonArray(Channel("train"), Channel("validation")),
        ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = "s3://out/jobs" },
        ["ResourceConfig"] = new JsonObject { ["InstanceType"] = "ml.m5.xlarge", ["InstanceCount"] = 1, ["VolumeSizeInGB"] = 10 },
        ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 600 },
    };

    /// <summary>Makes a Spot job of a request.</summary>
    public static JsonObject Spot(JsonObject request)
    {
        request["EnableManagedSpotTraining"] = true;
        request["StoppingCondition"]!["MaxWaitTimeInSeconds"] = 900;
        request["CheckpointConfig"] = new JsonObject { ["S3Uri"] = $"s3://out/checkpoints/{request["TrainingJobName"]}/" };
        return request;
    }

    /// <summary>A request for a tuning job on the digits, to be changed.</summary>
    public static JsonObject DigitsTuning(string name, int jobs, params (string Name, string Value)[] hyperparameters)
    {
        var definition = Digits(name, hyperparameters);
        definition.Remove("TrainingJobName");
        definition["StaticHyperParameters"] = definition["HyperParameters"]!.DeepClone();
        definition.Remove("HyperParameters");
        return new JsonObject
        {
            ["HyperParameterTuningJobName"] = name,
            ["HyperParameterTuningJobConfig"] = new JsonObject
            {
                ["Strategy"] = "Bayesian",
                ["HyperParameterTuningJobObjective"] = new JsonObject { ["Type"] = "Maximize", ["MetricName"] = "validation:accuracy" },
                ["ResourceLimits"] = new JsonObject { ["MaxNumberOfTrainingJobs"] = jobs, ["MaxParallelTrainingJobs"] = 2 },
                ["ParameterRanges"] = new JsonObject
                {
                    ["ContinuousParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "learning_rate", ["MinValue"] = "0.00001", ["MaxValue"] = "0.1", ["ScalingType"] = "Logarithmic" }),
                    ["CategoricalParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "hidden_layers", ["Values"] = new JsonArray("[16]", "[32,16]") }),
                },
                ["RandomSeed"] = 1,
            },
            ["TrainingJobDefinition"] = definition,
        };
    }

    /// <summary>The same with a definition for sgd and one for adam, each with learning rates of its own.</summary>
    public static JsonObject DigitsTuningOfOptimizers(string name, int jobs, params (string Name, string Value)[] hyperparameters)
    {
        var request = DigitsTuning(name, jobs, hyperparameters);
        var (config, definition) = (request["HyperParameterTuningJobConfig"]!.AsObject(), request["TrainingJobDefinition"]!);
        request["TrainingJobDefinitions"] = new JsonArray(Of("sgd", "0.01", "1"), Of("adam", "0.0001", "0.1"));
        request.Remove("TrainingJobDefinition");
        config.Remove("HyperParameterTuningJobObjective");
        config.Remove("ParameterRanges");
        return request;

        JsonNode Of(string optimizer, string least, string greatest)
        {
            var copy = definition.DeepClone();
            copy["DefinitionName"] = optimizer;
            copy["StaticHyperParameters"]!["optimizer"] = optimizer;
            copy["TuningObjective"] = new JsonObject { ["Type"] = "Maximize", ["MetricName"] = "validation:accuracy" };
            copy["HyperParameterRanges"] = new JsonObject
            {
                ["ContinuousParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "learning_rate", ["MinValue"] = least, ["MaxValue"] = greatest, ["ScalingType"] = "Logarithmic" }),
            };
            return copy;
        }
    }

    public (int ExitCode, string Output, string Errors) Create(JsonObject request, params string[] options) => Create("create-training-job", request, ["--s3-root", S3(), .. options], []);

    /// <summary>Creates a training job, or a tuning job if the request is one's, whose S3 is an endpoint.</summary>
    public (int ExitCode, string Output, string Errors) CreateAt(Uri endpoint, IEnumerable<KeyValuePair<string, string>> variables, JsonObject request, params string[] options) => Create(
        request.ContainsKey("TrainingJobName") ? "create-training-job" : "create-hyper-parameter-tuning-job", request, ["--s3-endpoint", endpoint.ToString(), .. options], variables);

    public (int ExitCode, string Output, string Errors) Tune(JsonObject request, params string[] options) => Create("create-hyper-parameter-tuning-job", request, ["--s3-root", S3(), .. options], []);

    /// <summary>Runs a command to its end.</summary>
    public (int ExitCode, string Output, string Errors) Run(params string[] arguments) => Run([], arguments);

    private (int ExitCode, string Output, string Errors) Run(IEnumerable<KeyValuePair<string, string>> variables, string[] arguments)
    {
        var start = new ProcessStartInfo(Program, [.. arguments, "--home", Home]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        if (!process.WaitForExit(RunTimeMax))
        {
            process.Kill();
            throw new TimeoutException($"local-sagemaker {arguments[0]} still ran after {RunTimeMax}");
        }
        return (process.ExitCode, output.Result, errors.Result);
    }

    public JsonElement Describe(string name)
    {
        var (code, output, errors) = Run("describe-training-job", "--training-job-name", name);
        code.ShouldBe(0, errors);
        return Parsed(output);
    }

    public JsonElement DescribeTuning(string name)
    {
        var (code, output, errors) = Run("describe-hyper-parameter-tuning-job", "--hyper-parameter-tuning-job-name", name);
        code.ShouldBe(0, errors);
        return Parsed(output);
    }

    /// <summary>Its training jobs, oldest first.</summary>
    public JsonElement[] TrainingJobsOf(string name)
    {
        var (code, output, errors) = Run("list-training-jobs-for-hyper-parameter-tuning-job", "--hyper-parameter-tuning-job-name", name, "--sort-order", "Ascending");
        code.ShouldBe(0, errors);
        return [.. Parsed(output).GetProperty("TrainingJobSummaries").EnumerateArray()];
    }

    /// <summary>Waits until the log has a line.</summary>
    public void WaitForLog(string name, Func<string, bool> isWanted)
    {
        var start = Stopwatch.GetTimestamp();
        while (!Logs(name).Split('\n').Any(isWanted))
        {
            if (Stopwatch.GetElapsedTime(start) > RunTimeMax)
                throw new TimeoutException($"no such line in the log of {name}:\n{ProgramLog.Excerpt([Logs(name)])}");
        }
    }

    public string Logs(string name) => Run("logs", "--training-job-name", name).Output;

    /// <summary>An answer.</summary>
    public static JsonElement Parsed(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>Waits for something that a job does.</summary>
    public static void Until(Func<bool> condition) => SpinWait.SpinUntil(() =>
    {
        if (condition()) return true;
        Thread.Sleep(50);
        return false;
    }, PhaseTimeMax).ShouldBeTrue();

    /// <summary>Secondary statuses in their order.</summary>
    public static string[] Statuses(JsonElement job) =>
        [.. job.GetProperty("SecondaryStatusTransitions").EnumerateArray().Select(transition => transition.GetProperty("Status").GetString()!)];

    /// <summary>The files of a job's model.tar.gz.</summary>
    public Dictionary<string, byte[]> Model(string name)
    {
        using var packed = new GZipStream(File.OpenRead(S3("out", "jobs", name, "output", "model.tar.gz")), CompressionMode.Decompress);
        using var tar = new TarReader(packed);
        var files = new Dictionary<string, byte[]>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }
        return files;
    }

    /// <summary>Ends what still runs, and removes all.</summary>
    public void Dispose()
    {
        // a tuning job first: it makes training jobs
        foreach (var kind in (string[])["hyper-parameter-tuning-job", "training-job"])
        {
            if (!Directory.Exists(Path.Combine(Home, $"{kind}s"))) continue;
            foreach (var job in Directory.GetDirectories(Path.Combine(Home, $"{kind}s")).Select(Path.GetFileName))
                if (Run($"stop-{kind}", $"--{kind}-name", job!).ExitCode == 0) Run("wait", $"{kind}-completed-or-stopped", $"--{kind}-name", job!);
        }
        Directory.Delete(_folder, recursive: true);
    }

    private (int ExitCode, string Output, string Errors) Create(string verb, JsonObject request, string[] options, IEnumerable<KeyValuePair<string, string>> variables)
    {
        var file = Path.Combine(_folder, "request.json");
        File.WriteAllText(file, request.ToJsonString());
        return Run(variables, [verb, "--cli-input-json", $"file://{file}", .. options]);
    }

    private static JsonObject Channel(string name) => new()
    {
        ["ChannelName"] = name,
        ["ContentType"] = "text/csv",
        ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = $"s3://data/digits/{name}/" } },
    };
}
