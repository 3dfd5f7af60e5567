using System.Text.Json;

namespace EndToEnd;

/// <summary>The same job as each client encodes it: boto3, the SDKs' estimators and tuners. All train the same model.</summary>
public sealed class HyperparameterEncodingTests
{
    private static readonly Dictionary<string, string> Plain = new()
    {
        ["epochs"] = "2", ["batch_size"] = "4", ["learning_rate"] = "1e-05", ["batch_normalization"] = "true",
        ["hidden_layers"] = "[4, 3]", ["optimizer"] = "adamw", ["threads"] = "1",
    };

    /// <summary>Client; what it makes of a text, a number, True, a list, None; what it adds itself.</summary>
    public static TheoryData<string, string, string> Clients => new()
    {
        { "boto3 and the command line: untouched", "{}", "{}" },
        { "generic estimator: Python's str()", """{"batch_normalization":"True","class_weights":"None","input_shape":"()"}""", "{}" },
        { "generic estimator, tuple", """{"batch_normalization":"True","hidden_layers":"(4, 3)"}""", "{}" },
        { "generic estimator with source_dir: json.dumps of each value", """{"optimizer":"\"adamw\"","class_weights":"null"}""", """{"sagemaker_job_name":"\"a\"","sagemaker_region":"\"eu-west-1\"","sagemaker_container_log_level":"20"}""" },
        { "generic estimator with entry_point only: str(), its own in JSON", """{"batch_normalization":"True","class_weights":"None"}""", """{"sagemaker_job_name":"\"a\"","sagemaker_region":"\"eu-west-1\""}""" },
        { "framework estimator: json.dumps of each value", """{"optimizer":"\"adamw\"","class_weights":"null"}""", """{"sagemaker_container_log_level":"20","sagemaker_enable_cloudwatch_metrics":"false"}""" },
        { "framework estimator, set_hyperparameters: json.dumps twice", """{"epochs":"\"2\"","batch_size":"\"4\"","learning_rate":"\"1e-05\"","batch_normalization":"\"true\"","hidden_layers":"\"[4, 3]\"","optimizer":"\"\\\"adamw\\\"\"","class_weights":"\"null\"","threads":"\"1\""}""", "{}" },
        { "framework estimator with tuner: choices are str() and then json.dumps, ranges raw", """{"batch_size":"\"4\"","batch_normalization":"\"True\"","hidden_layers":"\"[4, 3]\"","optimizer":"\"adamw\"","learning_rate":"0.00001000000000000000"}""", """{"_tuning_objective_metric":"validation:accuracy","sagemaker_estimator_class_name":"\"PyTorch\"","sagemaker_estimator_module":"\"sagemaker.pytorch.estimator\""}""" },
        { "first-party algorithms: str(), lists as JSON, None dropped", """{"batch_normalization":"True"}""", "{}" },
        { "ModelTrainer: texts untouched, json.dumps of everything else", """{"class_weights":"null"}""", "{}" },
        { "tuner of the newer SDK: static values by str()", """{"batch_normalization":"True","class_weights":"None"}""", """{"_tuning_objective_metric":"validation:accuracy"}""" },
        { "Nova jobs: texts untouched, the rest JSON", """{"class_weights":"null"}""", "{}" },
        { "JSON numbers, lists and booleans by hand", "{}", """{"_kfold":"3","save_model_on_termination":"true"}""" },
    };

    [Theory]
    [MemberData(nameof(Clients))]
    public void Client_IsUnderstood(string client, string encoded, string added)
    {
        var values = new Dictionary<string, string>(Plain);
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(encoded)!.Concat(JsonSerializer.Deserialize<Dictionary<string, string>>(added)!))
            values[name] = value;
        var effective = Effective(JsonSerializer.Serialize(values));
        effective.GetProperty("epochs").GetString().ShouldBe("2", client);
        effective.GetProperty("batch_size").GetString().ShouldBe("4");
        effective.GetProperty("learning_rate").GetString().ShouldBe("1E-05");
        effective.GetProperty("batch_normalization").GetString().ShouldBe("true");
        effective.GetProperty("hidden_layers").GetString().ShouldBe("[4, 3]");
        effective.GetProperty("optimizer").GetString().ShouldBe("adamw");
        effective.GetProperty("class_weights").GetString().ShouldBe("none");
        effective.GetProperty("input_shape").GetString().ShouldBe("[]");
        effective.GetProperty("loss").GetString().ShouldBe("auto");
    }

    [Fact]
    public void ValuesThatAreNoStrings_AreUnderstood() =>
        Effective("""{"epochs":2,"batch_normalization":true,"hidden_layers":[4,3],"learning_rate":1e-05,"threads":1,"dropout":null}""")
            .GetProperty("hidden_layers").GetString().ShouldBe("[4, 3]");

    [Fact]
    public void TooManyEntriesAndTooLongAValue_AreRefusedTogether()
    {
        using var job = new Job().Channel("train", "a,1\nb,2\n");
        job.Hyperparameters([("optimizer", new string('a', 2_501)), .. Enumerable.Range(0, 100).Select(i => ($"sagemaker_{i}", "1"))]);
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldContain("found 101 hyperparameters, expected at most 100");
        job.Failure.ShouldContain("of 2501 characters, expected at most 2500");
    }

    [Fact]
    public void HundredEntriesAndAValueOf2500Characters_AreAccepted()
    {
        var values = new Dictionary<string, string>(Plain);
        for (var i = values.Count; i < 100; i++)
            values[$"sagemaker_{i}"] = new string('a', 2_500);
        Effective(JsonSerializer.Serialize(values)).GetProperty("epochs").GetString().ShouldBe("2");
    }

    [Fact]
    public void EveryProblem_IsToldWithValueRangeAndNearestName()
    {
        using var job = new Job().Channel("train", "a,1\nb,2\n");
        job.Hyperparameters(("epochs", "0"), ("optimiser", "adam"), ("activation", "rellu"), ("batch_size", "many"));
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldContain("4 mistakes");
        job.Failure.ShouldContain("hyperparameter epochs: found \"0\", expected an integer from 1 to 1000000");
        job.Failure.ShouldContain("did you mean optimizer?");
        job.Failure.ShouldContain("did you mean relu?");
        job.Failure.ShouldContain("hyperparameter batch_size: found \"many\"");
    }

    [Theory]
    [InlineData("loss", "mse", "this loss is for regression, but task is classification")]
    [InlineData("nesterov", "true", "it is a variant of momentum", "optimizer", "sgd")]
    [InlineData("model", "cnn", "model=cnn must know the image")]
    [InlineData("kernel_size", "4", "the image keeps its size", "model", "cnn")]
    [InlineData("class_weights", "balanced", "regression has no classes to weigh", "task", "regression")]
    [InlineData("label_smoothing", "0.1", "the focal loss knows no smoothing", "loss", "focal")]
    [InlineData("split", "stratified", "regression has none", "task", "regression")]
    [InlineData("_tuning_objective_metric", "validation:rmse", "the tuning job's objective")]
    public void RuleBetweenTwo_SaysWhy(string name, string value, string why, string? other = null, string otherValue = "")
    {
        using var job = new Job().Channel("train", "1,1\n2,2\n");
        job.Hyperparameters(other is null ? [(name, value)] : [(name, value), (other, otherValue)]);
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldContain(why);
    }

    private static JsonElement Effective(string hyperparameters)
    {
        using var job = new Job().Channel("train", string.Concat(Enumerable.Range(0, 20).Select(row => $"{row % 2},{row % 3},{row % 5}\n")));
        job.Config("hyperparameters.json", hyperparameters);
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines, errors));
        return job.Json("model", "model.json").GetProperty("hyperparameters");
    }
}
