using System.Text;

namespace EndToEnd;

/// <summary>A model of one's own, from its source to its saved weights.</summary>
public sealed class CustomModelTests(ExampleModel example) : IClassFixture<ExampleModel>
{
    private static readonly (string, string)[] Short = [("sagemaker_program", "ResidualMlp.dll"), ("epochs", "5"), ("threads", "1"), ("batch_size", "32")];

    private Job Digits(params (string, string)[] more)
    {
        var job = new Job().Sample("digits");
        // a name given again replaces the value given before
        job.Hyperparameters([.. Short.Concat(more).GroupBy(pair => pair.Item1).Select(group => group.Last())]);
        Directory.CreateDirectory(job.PathOf("code"));
        File.Copy(example.Path, job.PathOf("code", "ResidualMlp.dll"));
        return job;
    }

    private static string[] Succeed(Job job)
    {
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines, errors));
        job.Failure.ShouldBeEmpty();
        return lines;
    }

    [Fact]
    public void ModelInTheImage_IsTrainedMeasuredAndSaved()
    {
        using var job = Digits(("blocks", "2"), ("dropout", "0.1"));
        var lines = Succeed(job);
        lines.ShouldContain(line => line.Contains("model: residual-mlp (ResidualMlp.dll) with 21450 parameters"));
        lines.Count(line => line.Contains(" validation:accuracy=")).ShouldBe(5);
        job.Json("output", "data", "evaluation.json").GetProperty("test").GetProperty("accuracy").GetDouble().ShouldBeGreaterThan(0.9);
        var architecture = job.Json("model", "model.json").GetProperty("architecture");
        architecture.TryGetProperty("layers", out _).ShouldBeFalse();
        var model = architecture.GetProperty("custom_model");
        model.GetProperty("assembly").GetString().ShouldBe("ResidualMlp.dll");
        model.GetProperty("type").GetString().ShouldBe("Examples.ResidualMlp");
        model.GetProperty("hyperparameters").GetProperty("blocks").GetString().ShouldBe("2");
        model.GetProperty("hyperparameters").GetProperty("block_width").GetString().ShouldBe("64");
        job.Json("model", "model.json").GetProperty("hyperparameters").TryGetProperty("model", out _).ShouldBeFalse();
        Encoding.UTF8.GetString(File.ReadAllBytes(job.PathOf("model", "model.safetensors"))).ShouldContain("block1.second.weight");
    }

    [Fact]
    public void SameJobTwice_GivesTheSameModel()
    {
        byte[] Model(string seed)
        {
            using var job = Digits(("seed", seed), ("dropout", "0.2"), ("epochs", "2"));
            Succeed(job);
            return File.ReadAllBytes(job.PathOf("model", "model.safetensors"));
        }

        Model("1").ShouldBe(Model("1"));
        Model("1").ShouldNotBe(Model("2"));
    }

    [Fact]
    public void ResumedWithOtherCode_IsRefused()
    {
        using var job = Digits(("epochs", "1"));
        Directory.CreateDirectory(job.PathOf("checkpoints"));
        Succeed(job);
        job.Hyperparameters([.. Short]);
        Succeed(job).ShouldContain(line => line.Contains("resuming from checkpoint-rank0-"));
        // as good as compiled again: the file loads, and is another one
        File.AppendAllText(job.PathOf("code", "ResidualMlp.dll"), "\n");
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldContain("model: found Examples.ResidualMlp of ResidualMlp.dll (SHA-256 ");
        job.Failure.ShouldContain("resume=never");
    }

    [Theory]
    [InlineData("input/data/code", null)]
    [InlineData("input/data/code", "/opt/ml/input/data/code")]
    [InlineData("input/data/mine", "\"/opt/ml/input/data/mine\"")]
    [InlineData("code", "/opt/ml/code/")]
    public void ModelInAChannel_IsFoundAsThePythonToolkitWould(string folder, string? submitDirectory)
    {
        using var job = Digits([("sagemaker_program", "\"ResidualMlp.dll\""), ("epochs", "1"), .. submitDirectory is null ? [] : new[] { ("sagemaker_submit_directory", submitDirectory) }]);
        if (folder != "code")
        {
            job.DeclareChannel(Path.GetFileName(folder), contentType: "application/octet-stream");
            File.Move(job.PathOf("code", "ResidualMlp.dll"), job.PathOf(folder, "ResidualMlp.dll"));
        }
        Succeed(job).ShouldNotContain(line => line.Contains("is not read"));
    }

    [Fact]
    public void FolderWithCopiesOfTheContainersAssemblies_UsesTheContainersOwn()
    {
        using var job = Digits(("epochs", "1"));
        foreach (var name in new[] { "TrainingContainer.Training.dll", "TrainingContainer.SageMaker.dll", "TrainingContainer.Data.dll", "TorchSharp.dll" })
            File.WriteAllText(job.PathOf("code", name), "a stale copy");
        Succeed(job);
    }

    [Fact]
    public void OwnHyperparameters_AreCheckedLikeBuiltInOnes()
    {
        using var job = Digits(("blocs", "2"), ("block_width", "0"), ("learning_rat", "1"), ("model", "cnn"));
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldStartWith("4 mistakes");
        job.Failure.ShouldContain("hyperparameter block_width: found \"0\", expected an integer from 1 to 4096");
        job.Failure.ShouldContain("did you mean blocks?");
        job.Failure.ShouldContain("did you mean learning_rate?");
        job.Failure.ShouldContain("sagemaker_program brings a model of its own");
    }
}
