using System.Formats.Tar;
using System.Text.Json;
using System.Text.RegularExpressions;
using TorchSharp;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>Jobs that continue from another job's model.</summary>
public sealed class WarmStartTests : IDisposable
{
    private static readonly (string, string)[] Small =
        [("epochs", "4"), ("batch_size", "16"), ("hidden_layers", "[16]"), ("learning_rate", "0.02"), ("threads", "1"), ("device", "cpu")];

    private readonly List<JobFolder> _jobs = [];

    public void Dispose() => _jobs.ForEach(job => job.Dispose());

    private JobFolder Job(string train, params (string, string)[] hyperparameters)
    {
        var job = new JobFolder().With([.. Small, .. hyperparameters]).Channel("train", train);
        _jobs.Add(job);
        return job;
    }

    private static (string[] Metrics, List<string> Lines) Run(JobFolder job)
    {
        var (output, notes) = (new StringWriter(), new Notes());
        new TrainingJob(job.Paths, output, notes, TimeProvider.System).Run(TestContext.Current.CancellationToken).ShouldNotBeNull();
        return (output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), notes.Lines);
    }

    /// <summary>A trained model: by default of two classes, "no" and "yes".</summary>
    private JobFolder Trained(string? train = null, params (string, string)[] hyperparameters)
    {
        var job = Job(train ?? JobFolder.TwoClasses(300), hyperparameters);
        Run(job);
        return job;
    }

    private JobFolder Continued(JobFolder from, string train, params (string, string)[] hyperparameters) =>
        Job(train, hyperparameters).Model(Archive.OfFolder(from.Paths.Model));

    private static IReadOnlyList<Mistake> Mistakes(JobFolder job)
    {
        var mistakes = Should.Throw<JobInputException>(() => Run(job)).Mistakes;
        Directory.EnumerateFiles(job.Paths.BaseDirectory, "model.*", SearchOption.AllDirectories).ShouldAllBe(file => file.StartsWith(job.Paths.InputData));
        // validate tells the same
        new JobValidation(job.Paths).Run(TestContext.Current.CancellationToken).Mistakes.ShouldBe(mistakes);
        return mistakes;
    }

    private static double[] Values(string[] metrics, string name) =>
        [.. metrics.Select(line => Regex.Match(line, $" {name}=(\\S+)$")).Where(match => match.Success).Select(match => double.Parse(match.Groups[1].Value))];

    private static JsonElement Description(JobFolder job)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(job.Paths.Model, "model.json")));
        return document.RootElement.Clone();
    }

    private static byte[] Bytes(JobFolder job, string tensor)
    {
        using var weights = SafetensorsReader.Open(Path.Combine(job.Paths.Model, "model.safetensors"));
        var entry = weights.Find(tensor)!;
        var bytes = new byte[entry.Length];
        weights.Read(entry, bytes);
        return bytes;
    }

    [Theory]
    [InlineData("archive")]
    [InlineData("files")]
    [InlineData("deeper archive")]
    public void ContinuedJob_StartsWhereTheModelWas(string form)
    {
        var first = Trained();
        var second = Job(JobFolder.TwoClasses(300), ("epochs", "1"), ("learning_rate", "1e-9"));
        if (form == "files")
            second.Model(null, Directory.GetFiles(first.Paths.Model));
        else
            second.Model(Archive.OfFolder(first.Paths.Model), path: form == "archive" ? "model.tar.gz" : "job/output/model.tar.gz");
        var (metrics, lines) = Run(second);
        using var old = JsonDocument.Parse(File.ReadAllText(Path.Combine(first.Paths.OutputData, "evaluation.json")));
        Values(metrics, "validation:loss")[0].ShouldBe(old.RootElement.GetProperty("validation").GetProperty("loss").GetDouble(), 1e-4);
        lines.ShouldContain(line => line.StartsWith("model: continues from the model of channel model (all of its layers;"));
    }

    [Fact]
    public void Rows_AreStandardizedAsForTheModel()
    {
        var first = Trained();
        // the same rows, all features shifted: the model's means stay
        var shifted = Regex.Replace(JobFolder.TwoClasses(100), @",(-?\d+\.\d+)", match => FormattableString.Invariant($",{double.Parse(match.Groups[1].Value) + 5:0.0000}"));
        var second = Continued(first, shifted, ("epochs", "1"));
        Run(second);
        Description(second).GetProperty("features").GetRawText().ShouldBe(Description(first).GetProperty("features").GetRawText());
    }

    [Theory]
    [InlineData("auto", "channel", "found channel (of 1), but the rows that the model of channel model has learned were standardized by feature")]
    [InlineData("feature", "channel", "found channel (of 1), but the rows that the model of channel model has learned were standardized by feature")]
    [InlineData("channel", "feature", "found feature, but the rows that the model of channel model has learned were standardized by channel (of 1)")]
    [InlineData("feature", "feature", null)]
    [InlineData("auto", "feature", null)]
    [InlineData("channel", "channel", null)]
    [InlineData("channel", "auto", null)]
    public void StandardizationThatIsNotTheModels_IsAMistake(string models, string given, string? says)
    {
        var second = Continued(Trained(null, ("standardization", models)), JobFolder.TwoClasses(100), ("epochs", "1"), ("standardization", given));
        if (says is null)
        {
            Run(second);
            return;
        }
        var mistake = Mistakes(second).ShouldHaveSingleItem();
        mistake.Where.ShouldBe("hyperparameter standardization");
        mistake.What.ShouldStartWith(says);
        mistake.Fix!.ShouldContain("leave it out");
    }

    [Fact]
    public void StandardizationOfOtherChannels_IsAMistake()
    {
        var images = string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 2},{string.Join(',', Enumerable.Range(0, 8).Select(pixel => (pixel + row) % 5 * (pixel < 4 ? 1 : 10)))}\n"));
        var first = Trained(images, ("standardization", "channel"), ("input_shape", "[2,2,2]"));
        Mistakes(Continued(first, images, ("standardization", "channel"), ("input_shape", "[1,2,4]"))).ShouldHaveSingleItem().What
            .ShouldStartWith("found channel (of 1), but the rows that the model of channel model has learned were standardized by channel (of 2)");
        Mistakes(Continued(first, images, ("standardization", "feature"))).ShouldHaveSingleItem().Where.ShouldBe("hyperparameter standardization");
        Run(Continued(first, images, ("standardization", "channel"), ("input_shape", "[4,1,2]"), ("epochs", "1")));
    }

    [Fact]
    public void StandardizationOfAContinuedModel_IsTheFirstModels()
    {
        var images = string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 2},{string.Join(',', Enumerable.Range(0, 16).Select(pixel => (pixel * row) % 5))}\n"));
        (string, string)[] network = [("model", "cnn"), ("input_shape", "[1,4,4]"), ("convolution_channels", "[4]"), ("epochs", "1")];
        // left to the second job it would be channel, as always of a cnn
        var second = Continued(Trained(images, [.. network, ("standardization", "feature")]), images, network);
        Run(second);
        Run(Continued(second, images, [.. network, ("standardization", "feature")]));
        Mistakes(Continued(second, images, [.. network, ("standardization", "channel")])).ShouldHaveSingleItem().What.ShouldContain("were standardized by feature");
    }

    [Fact]
    public void RegressionTarget_KeepsTheModelsScale()
    {
        var first = Trained(JobFolder.Line(200), ("task", "regression"), ("epochs", "30"));
        var second = Continued(first, JobFolder.Line(40), ("task", "regression"), ("epochs", "1"), ("learning_rate", "1e-9"));
        var (metrics, _) = Run(second);
        Description(second).GetProperty("target").GetRawText().ShouldBe(Description(first).GetProperty("target").GetRawText());
        Values(metrics, "validation:rmse")[0].ShouldBeLessThan(5);
    }

    [Fact]
    public void ClassesThatTheNewRowsLack_KeepTheirOutputs()
    {
        var three = JobFolder.TwoClasses(200) + string.Concat(Enumerable.Range(0, 40).Select(row => $"maybe,5,{row % 3},5\n"));
        var first = Trained(three);
        var second = Continued(first, JobFolder.TwoClasses(100), ("epochs", "1"), ("learning_rate", "1e-9"), ("split", "stratified")).Channel("validation", "maybe,5,1,5\nno,-1,-1,-1\n");
        var (metrics, lines) = Run(second);
        Description(second).GetProperty("classes").EnumerateArray().Select(name => name.GetString()).ShouldBe(["maybe", "no", "yes"]);
        Values(metrics, "validation:accuracy")[0].ShouldBe(1);
        lines.ShouldContain(line => line.Contains("channel train has no rows of 1 classes (maybe)"));
    }

    [Fact]
    public void AllThatDoesNotFit_IsToldAtOnceWithItsFix()
    {
        var first = Trained(null, ("batch_normalization", "true"));
        var mistakes = Mistakes(Continued(first, "a,1,2\nb,3,4\nyes,1,2\na,5,6\n", ("hidden_layers", "[8]"), ("activation", "tanh"), ("dropout", "0.5"), ("freeze_layers", "9")));
        mistakes.Select(mistake => mistake.Where).ShouldBe(
            ["channel train", "channel train", "hyperparameter hidden_layers", "hyperparameter activation", "hyperparameter batch_normalization", "hyperparameter dropout", "hyperparameter freeze_layers"]);
        mistakes[0].What.ShouldContain("found rows of 2 features, but the model of channel model takes 3");
        mistakes[1].What.ShouldContain("found the classes a, b, which the model of channel model does not know: it has no, yes");
        mistakes[1].Fix!.ShouldContain("new_head");
        mistakes[2].ToString().ShouldContain("found [8], but the model of channel model was made with [16]. Fix: set it to [16]");
        mistakes[5].Fix.ShouldBe("set it to 0");
    }

    [Theory]
    [InlineData("loss", "binary_cross_entropy")]
    [InlineData("activation", "gelu")]
    [InlineData("hidden_layers", "[16, 16]")]
    [InlineData("batch_normalization", "true")]
    public void HyperparameterThatShapesTheNetwork_IsNamedAlone(string name, string value) =>
        Mistakes(Continued(Trained(), JobFolder.TwoClasses(100), (name, value))).ShouldHaveSingleItem().Where.ShouldBe($"hyperparameter {name}");

    [Fact]
    public void OtherTask_IsAMistake() =>
        Mistakes(Continued(Trained(null, ("hidden_layers", "[]")), "1,1,2,3\n2,3,4,5\n", ("task", "regression"), ("hidden_layers", "[]"))).ShouldHaveSingleItem().Where.ShouldBe("hyperparameter task");

    [Fact]
    public void OtherNetwork_AsksForItsHyperparameters()
    {
        var images = string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 2},{string.Join(',', Enumerable.Range(0, 16).Select(pixel => (pixel + row) % 5))}\n"));
        var first = Trained(images, ("model", "cnn"), ("input_shape", "[1,4,4]"), ("convolution_channels", "[4]"), ("kernel_size", "5"));
        Mistakes(Continued(first, images)).Select(mistake => mistake.Where["hyperparameter ".Length..]).ShouldBe(["model", "input_shape", "convolution_channels", "kernel_size"]);
        Run(Continued(first, images, ("model", "cnn"), ("input_shape", "[1,4,4]"), ("convolution_channels", "[4]"), ("kernel_size", "5"), ("dropout", "0")));
    }

    [Fact]
    public void DropoutOfAnotherProbability_Fits() =>
        Run(Continued(Trained(null, ("dropout", "0.1")), JobFolder.TwoClasses(100), ("epochs", "1"), ("dropout", "0.3")));

    [Fact]
    public void WeightsThatAreNotThoseOfTheDescription_AreToldTensorByTensor()
    {
        var (narrow, wide) = (Trained(), Trained(null, ("hidden_layers", "[16, 16]")));
        var job = Job(JobFolder.TwoClasses(100)).Model(Archive.Of(
            Archive.File("model.json", File.ReadAllBytes(Path.Combine(narrow.Paths.Model, "model.json"))),
            Archive.File("model.safetensors", File.ReadAllBytes(Path.Combine(wide.Paths.Model, "model.safetensors")))));
        var mistakes = Mistakes(job);
        mistakes.ShouldAllBe(mistake => mistake.Where == "channel model");
        mistakes.Select(mistake => mistake.What).ShouldBe([
            "tensor 2.weight: found Float32 [16, 16] in the model, expected Float32 [2, 16]",
            "tensor 2.bias: found Float32 [16] in the model, expected Float32 [2]",
            "tensor 4.weight: found Float32 [2, 16] in the model, but this job's network has none of this name",
            "tensor 4.bias: found Float32 [2] in the model, but this job's network has none of this name"]);
    }

    [Fact]
    public void NewHead_LearnsOtherClassesOnTopOfTheOldLayers()
    {
        var first = Trained();
        var three = JobFolder.TwoClasses(150, "b", "a") + string.Concat(Enumerable.Range(0, 60).Select(row => $"c,5,{row % 3},5\n"));
        var second = Continued(first, three, ("new_head", "true"), ("freeze_layers", "all_but_head"), ("epochs", "10"));
        var (metrics, lines) = Run(second);
        Description(second).GetProperty("classes").GetArrayLength().ShouldBe(3);
        foreach (var tensor in new[] { "0.weight", "0.bias" })
            Bytes(second, tensor).ShouldBe(Bytes(first, tensor));
        Bytes(second, "2.weight").Length.ShouldBe(3 * 16 * 4);
        Values(metrics, "validation:accuracy")[^1].ShouldBeGreaterThan(0.8);
        lines.ShouldContain(line => line.Contains("all of its layers but the last, which is drawn anew; frozen: all_but_head"));
    }

    [Fact]
    public void NewHead_MayServeAnotherTask()
    {
        var second = Continued(Trained(), JobFolder.Line(100), ("new_head", "true"), ("task", "regression"), ("epochs", "1"));
        Run(second);
        Description(second).GetProperty("target").GetProperty("mean").GetDouble().ShouldBe(100, 5);
    }

    [Fact]
    public void NewHead_StillNeedsTheOtherLayers() =>
        Mistakes(Continued(Trained(), "a,1,2,3\nb,3,4,5\n", ("new_head", "true"), ("hidden_layers", "[8]"))).ShouldHaveSingleItem().Where.ShouldBe("hyperparameter hidden_layers");

    [Fact]
    public void NewHeadOfASingleLayer_TakesNothing() =>
        Mistakes(Continued(Trained(null, ("hidden_layers", "[]")), JobFolder.TwoClasses(50), ("hidden_layers", "[]"), ("new_head", "true")))
            .ShouldHaveSingleItem().What.ShouldContain("single layer");

    [Fact]
    public void FrozenLayers_EndAsTheyBegan_NormalizationIncluded()
    {
        (string, string)[] network = [("hidden_layers", "[16, 8]"), ("batch_normalization", "true")];
        var first = Trained(null, network);
        var second = Continued(first, JobFolder.TwoClasses(200), [.. network, ("freeze_layers", "0,1")]);
        Run(second);
        foreach (var tensor in new[] { "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked" })
            Bytes(second, tensor).ShouldBe(Bytes(first, tensor), tensor);
        foreach (var tensor in new[] { "3.weight", "4.running_mean", "4.num_batches_tracked", "6.bias" })
            Bytes(second, tensor).ShouldNotBe(Bytes(first, tensor), tensor);
    }

    [Fact]
    public void LearningRateDecay_MovesTheFirstLayerLeast()
    {
        var first = Trained();
        var settings = new[] { ("epochs", "1"), ("optimizer", "sgd"), ("learning_rate", "0.01"), ("hidden_layers", "[16]") };
        float[] Moved(string decay)
        {
            var second = Continued(first, JobFolder.TwoClasses(200), [.. settings, ("layer_learning_rate_decay", decay)]);
            Run(second);
            return [.. new[] { "0.bias", "2.bias" }.Select(tensor => Floats(second, tensor).Zip(Floats(first, tensor), (a, b) => Math.Abs(a - b)).Sum())];
        }

        var (even, slow) = (Moved("1"), Moved("0.001"));
        slow[0].ShouldBeLessThan(even[0] / 100);
        slow[1].ShouldBeInRange(even[1] / 2, even[1] * 2);
    }

    [Theory]
    [InlineData("new_head", "true", "no model to take the other layers from")]
    [InlineData("freeze_layers", "0", "drawn at random")]
    [InlineData("freeze_layers", "all_but_head", "drawn at random")]
    public void WithoutAModel_TransferLearningIsAMistake(string name, string value, string says)
    {
        var mistake = Mistakes(Job(JobFolder.TwoClasses(50), (name, value))).ShouldHaveSingleItem();
        mistake.Where.ShouldBe($"hyperparameter {name}");
        mistake.What.ShouldContain(says);
    }

    [Fact]
    public void ChannelWithoutModel_SaysWhatIsThere()
    {
        var job = Job(JobFolder.TwoClasses(50)).Model(null);
        Mistakes(job).ShouldHaveSingleItem().What.ShouldContain("found no files in");
        File.WriteAllText(Path.Combine(job.Paths.Channel("model"), "model.json"), "{}");
        Mistakes(job).ShouldHaveSingleItem().What.ShouldContain("found model.json in");
        job.Model([1], "a/model.tar.gz").Model([1], "b/model.tar.gz");
        Mistakes(job).ShouldHaveSingleItem().What.ShouldContain("found a/model.tar.gz, b/model.tar.gz in");
    }

    [Fact]
    public void PipeNamedLikeAModel_IsNotWaitedFor()
    {
        var job = Job(JobFolder.TwoClasses(50)).Model(null);
        using var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(job.Paths.Channel("model"), "model.tar.gz")]);
        made.WaitForExit();
        Mistakes(job).ShouldHaveSingleItem().What.ShouldContain("found model.tar.gz in");
    }

    [Fact]
    public void BothFilesDamaged_AreToldTogether()
    {
        var mistakes = Mistakes(Job(JobFolder.TwoClasses(50)).Model(Archive.Of(Archive.File("model.json", "{"u8.ToArray()), Archive.File("model.safetensors", [1, 2]))));
        mistakes.Select(mistake => mistake.Where).ShouldBe(["channel model, file model.json", "channel model, file model.safetensors"]);
        mistakes[1].What.ShouldBe("found 2 bytes, expected a header");
    }

    [Fact]
    public void HostileArchive_IsTheUsersMistakeAndLeavesNothing()
    {
        var mistake = Mistakes(Job(JobFolder.TwoClasses(50)).Model(Archive.Of(Archive.Link(TarEntryType.SymbolicLink, "model.json", "/etc/passwd")))).ShouldHaveSingleItem();
        mistake.Where.ShouldBe("channel model, file model.tar.gz");
        mistake.What.ShouldContain("a link to \"/etc/passwd\"");
    }

    [Fact]
    public void WeightsThatAreNoNumbers_AreRefused()
    {
        var first = Trained();
        var weights = File.ReadAllBytes(Path.Combine(first.Paths.Model, "model.safetensors"));
        weights.AsSpan(^4..).Fill(0xFF);
        var job = Job(JobFolder.TwoClasses(50)).Model(null, [Path.Combine(first.Paths.Model, "model.json")]);
        File.WriteAllBytes(Path.Combine(job.Paths.Channel("model"), "model.safetensors"), weights);
        Should.Throw<JobInputException>(() => Run(job)).Mistakes.ShouldHaveSingleItem().What.ShouldStartWith("tensor 2.bias: found NaN or infinity");
    }

    [Fact]
    public void RandomDamage_IsRefusedOrTrainedOn()
    {
        var first = Trained(null, ("hidden_layers", "[2]"), ("batch_normalization", "true"));
        var files = Directory.GetFiles(first.Paths.Model).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        var (trained, refused) = (0, 0);
        for (var number = 0; number < 80; number++)
        {
            var random = new RandomJob(number);
            using var job = new JobFolder().With([.. Small, ("hidden_layers", "[2]"), ("batch_normalization", "true"), ("epochs", "1")]).Channel("train", JobFolder.TwoClasses(30)).Model(null);
            foreach (var (name, bytes) in files)
                File.WriteAllBytes(Path.Combine(job.Paths.Channel("model"), name), random.Next(2) == 0 ? bytes : random.Mutated(bytes));
            try
            {
                Run(job);
                trained++;
            }
            catch (Exception exception) when (exception is JobInputException or TrainingDivergedException)
            {
                exception.Message.ShouldContain("Fix: ", customMessage: $"case {number}");
                refused++;
            }
        }
        trained.ShouldBeGreaterThan(15);
        refused.ShouldBeGreaterThan(15);
    }

    [Theory]
    [InlineData("application/x-sagemaker-model", true)]
    [InlineData("application/x-tar", true)]
    [InlineData("application/gzip", true)]
    [InlineData("text/csv", false)]
    public void ContentType_IsThatOfAModel(string contentType, bool isTaken)
    {
        var job = Job(JobFolder.TwoClasses(50), ("epochs", "1")).Model(Archive.OfFolder(Trained().Paths.Model), contentType: contentType);
        if (isTaken)
            Run(job);
        else
            Mistakes(job).ShouldHaveSingleItem().What.ShouldContain("expected application/x-sagemaker-model or");
    }

    [Fact]
    public void Validate_AcceptsWhatTrainingWould()
    {
        var job = Continued(Trained(), JobFolder.TwoClasses(1_500, "yes", "no"), ("freeze_layers", "0"));
        var report = new JobValidation(job.Paths).Run(TestContext.Current.CancellationToken);
        report.Mistakes.ShouldBeEmpty();
        report.Model!.Outputs.ShouldBe(2);
        report.Channels.Select(channel => channel.Name).ShouldBe(["train"]);
    }

    [Fact]
    public void UnpackedFiles_AreRemoved()
    {
        static string[] Temporary() => Directory.GetDirectories(Path.GetTempPath(), "model-*");
        var job = Continued(Trained(), JobFolder.TwoClasses(100), ("epochs", "1"));
        var before = Temporary();
        Run(job);
        Should.Throw<JobInputException>(() => Run(Job(JobFolder.TwoClasses(50)).Model([1, 2, 3])));
        Temporary().ShouldBeSubsetOf(before);
    }

    [Fact]
    public void WholeJob_LeavesNoTensorBehind()
    {
        var job = Continued(Trained(null, ("batch_normalization", "true")), JobFolder.TwoClasses(100), ("epochs", "2"), ("batch_normalization", "true"), ("freeze_layers", "0"), ("threads", "2"));
        Run(job);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = torch.Tensor.TotalCount;
        Run(job);
        torch.Tensor.TotalCount.ShouldBe(before);
    }

    [Fact]
    public void SameJobTwice_GivesTheSameBits()
    {
        var first = Trained();
        byte[] Model()
        {
            var second = Continued(first, JobFolder.TwoClasses(150), ("layer_learning_rate_decay", "0.5"), ("dropout", "0"));
            Run(second);
            return File.ReadAllBytes(Path.Combine(second.Paths.Model, "model.safetensors"));
        }

        Model().ShouldBe(Model());
    }

    private static float[] Floats(JobFolder job, string tensor) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(Bytes(job, tensor)).ToArray();

    private sealed class Notes : TrainingObserver
    {
        public List<string> Lines { get; } = [];

        public override void Notice(string message) => Lines.Add(message);

        public override void Warning(string message) => Lines.Add($"warning: {message}");
    }
}
