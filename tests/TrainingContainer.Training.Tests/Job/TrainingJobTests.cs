using System.Text.Json;
using System.Text.RegularExpressions;
using TorchSharp;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

public sealed class TrainingJobTests
{
    private sealed class Notes : TrainingObserver
    {
        public List<string> Lines { get; } = [];

        public Action<int, long>? OnStep { get; init; }

        public Action? OnEnd { get; init; }

        public List<string> Measurements { get; } = [];

        public List<Goodput> Accounts { get; } = [];

        public override void TimeAccounted(Goodput goodput) => Accounts.Add(goodput);

        public override void Measured(Metric metric, double value)
        {
            lock (Measurements)
                Measurements.Add($"{metric}={(float)value:R}");
        }

        public override void Notice(string message) => Lines.Add(message);

        public override void TrainingEnded() => OnEnd?.Invoke();

        public override void Warning(string message) => Lines.Add($"warning: {message}");

        public override void StepCompleted(int epoch, long step, int rows, Func<double> meanLoss) => OnStep?.Invoke(epoch, step);
    }

    private static (TrainingOutcome? Outcome, string[] Metrics, Notes Notes) Run(
        JobFolder job, Notes? notes = null, CancellationToken? stop = null)
    {
        var output = new StringWriter();
        notes ??= new Notes();
        var outcome = new TrainingJob(job.Paths, output, notes, TimeProvider.System).Run(stop ?? TestContext.Current.CancellationToken);
        return (outcome, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), notes);
    }

    private static JsonElement Json(JobFolder job, params string[] path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine([job.Paths.BaseDirectory, .. path])));
        return document.RootElement.Clone();
    }

    private static (string, string)[] Small(params (string, string)[] more) =>
        [("epochs", "6"), ("batch_size", "16"), ("hidden_layers", "[16]"), ("learning_rate", "0.02"), ("threads", "1"), ("device", "cpu"), .. more];

    [Fact]
    public void Classification_LearnsAndWritesEverything()
    {
        using var job = new JobFolder().With(Small()).Channel("train", JobFolder.TwoClasses(400)).Channel("test", JobFolder.TwoClasses(100));
        var (outcome, metrics, _) = Run(job);
        outcome!.Epochs.ShouldBe(6);
        outcome.Ending.ShouldBe(TrainingEnding.Finished);
        Directory.GetFiles(job.Paths.Model).Select(Path.GetFileName).Order().ShouldBe(["model.json", "model.safetensors"]);
        var model = Json(job, "model", "model.json");
        model.GetProperty("classes").EnumerateArray().Select(c => c.GetString()).ShouldBe(["no", "yes"]);
        model.GetProperty("features").GetProperty("means").GetArrayLength().ShouldBe(3);
        var evaluation = Json(job, "output", "data", "evaluation.json");
        evaluation.GetProperty("test").GetProperty("accuracy").GetDouble().ShouldBeGreaterThan(0.9);
        evaluation.GetProperty("validation").GetProperty("confusion_matrix").GetArrayLength().ShouldBe(2);
        metrics.Count(line => line.Contains(" validation:accuracy=")).ShouldBe(6);
        metrics.Count(line => line.Contains(" test:accuracy=")).ShouldBe(1);
    }

    [Fact]
    public void Observer_IsToldEveryMetricAndWhereTheTimeGoes()
    {
        using var job = new JobFolder().With(Small()).Channel("train", JobFolder.TwoClasses(300)).Channel("test", JobFolder.TwoClasses(100));
        var stepping = new List<double>();
        Notes? notes = null;
        notes = new Notes { OnStep = (_, _) => stepping.Add(notes!.Accounts[0].SecondsUntilNow(GoodputPhase.Training)) };
        var (_, metrics, _) = Run(job, notes);
        notes.Measurements.ShouldBe(metrics.Select(line => line.Split(' ')[^1]));
        notes.Accounts.ShouldHaveSingleItem();
        stepping[0].ShouldBeGreaterThan(0);
        stepping.ShouldBeInOrder();
    }

    [Fact]
    public void Metrics_AreOneLinePerEpochAndBestIsTheLastWord()
    {
        using var job = new JobFolder().With(Small()).Channel("train", JobFolder.TwoClasses(300));
        var (_, metrics, _) = Run(job);
        foreach (var metric in TrainingMetrics.Catalog.Metrics.Where(metric => metric.Name.StartsWith("validation:loss", StringComparison.Ordinal)))
            metrics.Count(line => Regex.IsMatch(line, metric.Regex)).ShouldBe(6, metric.Name);
        double[] Values(string name) => [.. metrics.Select(line => Regex.Match(line, $" {name}=(\\S+)$")).Where(m => m.Success).Select(m => double.Parse(m.Groups[1].Value))];
        Values("validation:loss:best")[^1].ShouldBe(Values("validation:loss").Min());
        Values("validation:accuracy:best")[^1].ShouldBe(Values("validation:accuracy").Max());
    }

    [Fact]
    public void Regression_PredictsInTheLabelsUnit()
    {
        using var job = new JobFolder().With(Small(("task", "regression"), ("epochs", "30"))).Channel("train", JobFolder.Line(400)).Channel("test", JobFolder.Line(100));
        Run(job);
        var test = Json(job, "output", "data", "evaluation.json").GetProperty("test");
        test.GetProperty("rmse").GetDouble().ShouldBeLessThan(3);
        test.GetProperty("r2").GetDouble().ShouldBeGreaterThan(0.95);
        test.GetProperty("residuals").GetProperty("quantiles").GetArrayLength().ShouldBe(7);
        Json(job, "model", "model.json").GetProperty("target").GetProperty("mean").GetDouble().ShouldBe(100, 2);
    }

    [Theory]
    [InlineData("dropout", "0.3")]
    [InlineData("batch_normalization", "true")]
    [InlineData("optimizer", "rmsprop")]
    public void SameSeed_GivesTheSameModelBitForBit(string name, string value)
    {
        byte[] Model()
        {
            using var job = new JobFolder().With(Small((name, value))).Channel("train", JobFolder.TwoClasses(200));
            Run(job);
            return File.ReadAllBytes(Path.Combine(job.Paths.Model, "model.safetensors"));
        }

        Model().ShouldBe(Model());
    }

    [Fact]
    public void Step10AndStep1000_HoldTheSameNumberOfTensors()
    {
        long at10 = 0, at1000 = 0, steps = 0;
        var notes = new Notes
        {
            OnStep = (_, _) =>
            {
                steps++;
                if (steps == 10)
                    at10 = torch.Tensor.TotalCount;
                if (steps == 1_000)
                    at1000 = torch.Tensor.TotalCount;
            },
        };
        using var job = new JobFolder().With(Small(("epochs", "20"), ("dropout", "0.1"), ("gradient_clip_norm", "1"), ("batch_size", "4"))).Channel("train", JobFolder.TwoClasses(250));
        Run(job, notes);
        steps.ShouldBeGreaterThan(1_000);
        at10.ShouldBeGreaterThan(0);
        // best weights: one copy of the four parameters, taken after the first epoch
        at1000.ShouldBe(at10 + 4);
    }

    [Fact]
    public void WholeJob_LeavesNoTensorBehind()
    {
        using var job = new JobFolder().With(Small(("epochs", "2"), ("class_weights", "balanced"), ("dropout", "0.1"), ("threads", "2")))
            .Channel("train", JobFolder.TwoClasses(100)).Channel("test", "1,2,3\n-1,-2,-3\n", "text/csv;label_size=0");
        Run(job);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = torch.Tensor.TotalCount;
        Run(job);
        // counted before any collection: finalizers would hide what was left behind
        torch.Tensor.TotalCount.ShouldBe(before);
    }

    [Fact]
    public void StopDuringTraining_SavesTheModelSoFar()
    {
        using var stop = new CancellationTokenSource();
        var notes = new Notes { OnStep = (epoch, step) => { if (epoch == 2 && step == 3) stop.Cancel(); } };
        using var job = new JobFolder().With(Small(("epochs", "1000"))).Channel("train", JobFolder.TwoClasses(200));
        var (outcome, _, _) = Run(job, notes, stop.Token);
        outcome!.Ending.ShouldBe(TrainingEnding.Stopped);
        outcome.BestEpoch.ShouldBe(1);
        File.Exists(Path.Combine(job.Paths.Model, "model.json")).ShouldBeTrue();
        Json(job, "model", "model.json").GetProperty("training").GetProperty("ending").GetString().ShouldBe("stopped");
    }

    [Fact]
    public void StopBeforeTheFirstStep_LeavesNoModel()
    {
        using var job = new JobFolder().With(Small()).Channel("train", JobFolder.TwoClasses(200));
        var (outcome, _, _) = Run(job, stop: new CancellationToken(canceled: true));
        outcome.ShouldBeNull();
        Directory.GetFiles(job.Paths.Model).ShouldBeEmpty();
    }

    [Fact]
    public void StopWhileTestingIsDue_KeepsTheModelAndSaysSo()
    {
        using var stop = new CancellationTokenSource();
        var notes = new Notes { OnEnd = stop.Cancel };
        using var job = new JobFolder().With(Small(("epochs", "2"))).Channel("train", JobFolder.TwoClasses(200)).Channel("test", JobFolder.TwoClasses(50));
        var (outcome, metrics, _) = Run(job, notes, stop.Token);
        outcome!.Ending.ShouldBe(TrainingEnding.Finished);
        metrics.ShouldNotContain(line => line.Contains(" test:"));
        notes.Lines.ShouldContain("channel test was not measured: the job is stopping");
        Json(job, "output", "data", "evaluation.json").TryGetProperty("validation", out _).ShouldBeTrue();
    }

    [Fact]
    public void EarlyStopping_RestoresTheBestEpoch()
    {
        using var job = new JobFolder().With(Small(("epochs", "200"), ("early_stopping_patience", "3"), ("learning_rate", "0.3"), ("objective_metric", "validation:loss")))
            .Channel("train", JobFolder.TwoClasses(200)).Channel("validation", JobFolder.TwoClasses(60));
        var (outcome, metrics, _) = Run(job);
        outcome!.Ending.ShouldBe(TrainingEnding.StoppedEarly);
        outcome.BestEpoch.ShouldBe(outcome.Epochs - 3);
        var best = metrics.Select(line => Regex.Match(line, " validation:loss=(\\S+)$")).Where(m => m.Success).Min(m => double.Parse(m.Groups[1].Value));
        Json(job, "output", "data", "evaluation.json").GetProperty("validation").GetProperty("loss").GetDouble().ShouldBe(best, 1e-6);
    }

    [Fact]
    public void Divergence_IsExplained()
    {
        using var job = new JobFolder().With(Small(("task", "regression"), ("optimizer", "sgd"), ("learning_rate", "10"), ("epochs", "50"))).Channel("train", JobFolder.Line(200));
        Should.Throw<TrainingDivergedException>(() => Run(job)).Message.ShouldContain("lower learning_rate");
        Directory.GetFiles(job.Paths.Model).ShouldBeEmpty();
    }

    [Fact]
    public void LastBatchOfOneRow_WithBatchNormalization_IsLeftOut()
    {
        using var job = new JobFolder().With(Small(("batch_normalization", "true"), ("validation_fraction", "0"))).Channel("train", JobFolder.TwoClasses(33));
        Run(job).Outcome!.Epochs.ShouldBe(6);
    }

    [Fact]
    public void TestChannelWithoutLabel_IsPredicted()
    {
        using var job = new JobFolder().With(Small()).Channel("train", JobFolder.TwoClasses(200)).Channel("test", "1,2,3\n-1,-2,-3\n", "text/csv;label_size=0");
        Run(job);
        var lines = File.ReadAllLines(Path.Combine(job.Paths.OutputData, "predictions.csv"));
        lines.Length.ShouldBe(2);
        lines[0].ShouldStartWith("yes,");
        lines[1].ShouldStartWith("no,");
    }

    [Theory]
    [InlineData("loss", "binary_cross_entropy")]
    [InlineData("loss", "focal")]
    [InlineData("class_weights", "balanced")]
    [InlineData("label_smoothing", "0.1")]
    public void EveryKindOfJob_Learns(string name, string value)
    {
        using var job = new JobFolder().With(Small((name, value))).Channel("train", JobFolder.TwoClasses(400)).Channel("test", JobFolder.TwoClasses(100));
        Run(job);
        Json(job, "output", "data", "evaluation.json").GetProperty("test").GetProperty("accuracy").GetDouble().ShouldBeGreaterThan(0.85);
    }

    [Fact]
    public void Cnn_LearnsWhichHalfOfAnImageIsBright()
    {
        var rows = Enumerable.Range(0, 300).Select(row => (row % 2) + "," + string.Join(',', Enumerable.Range(0, 16)
            .Select(pixel => FormattableString.Invariant($"{(pixel / 8 == row % 2 ? 1 : 0) + Math.Sin((row * 31) + (pixel * 7)):0.000}"))));
        using var job = new JobFolder().With(Small(("model", "cnn"), ("input_shape", "[1,4,4]"), ("convolution_channels", "[4]")))
            .Channel("train", string.Join('\n', rows));
        Run(job);
        Json(job, "output", "data", "evaluation.json").GetProperty("validation").GetProperty("accuracy").GetDouble().ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void SingleClass_IsRefused()
    {
        using var job = new JobFolder().With(Small()).Channel("train", "a,1\na,2\n");
        Should.Throw<JobInputException>(() => Run(job)).Message.ShouldContain("single class, \"a\"");
    }

    [Fact]
    public void DataThatDoesNotFitTheSettings_IsToldAtOnce()
    {
        using var job = new JobFolder()
            .With(("model", "cnn"), ("input_shape", "[1,2,2]"), ("convolution_channels", "[2]"), ("class_weights", "[1]"), ("loss", "binary_cross_entropy"))
            .Channel("train", "a,1,2\nb,2,3\nc,3,4\n");
        Should.Throw<JobInputException>(() => Run(job)).Mistakes.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("classification")]
    [InlineData("regression")]
    public void RowsBeyondAllBounds_EndTheEvaluationWithoutNumbers(string task)
    {
        var rows = task == "classification" ? JobFolder.TwoClasses(60) : JobFolder.Line(60);
        var width = task == "classification" ? "3e38,3e38,3e38" : "3e38,3e38,3e38";
        var label = task == "classification" ? "yes" : "100";
        using var job = new JobFolder().With(Small(("task", task), ("epochs", "2"))).Channel("train", rows)
            .Channel("validation", rows + $"{label},{width}\n{label},-3e38,3e38,-3e38\n");
        Run(job).Outcome!.Epochs.ShouldBe(2);
        Json(job, "output", "data", "evaluation.json").TryGetProperty("validation", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("1", "1", 50)]
    [InlineData("16", "2", 2)]
    public void BatchNormalizationOverOneRow_IsRefused(string batchSize, string threads, int rows)
    {
        using var job = new JobFolder().With(Small(("batch_normalization", "true"), ("batch_size", batchSize), ("threads", threads), ("validation_fraction", rows == 2 ? "0.5" : "0.1")))
            .Channel("train", rows == 2 ? "a,1,2,3\nb,3,4,5\n" : JobFolder.TwoClasses(rows));
        Should.Throw<JobInputException>(() => Run(job)).Message.ShouldContain("batches of one row");
    }

    [Fact]
    public void ClassWithoutTrainingRows_IsWarnedOfAndHasALoss()
    {
        using var job = new JobFolder().With(Small(("split", "chronological"), ("class_weights", "balanced")))
            .Channel("train", JobFolder.TwoClasses(95) + string.Concat(Enumerable.Repeat("late,1,1,1\n", 5)) + string.Concat(Enumerable.Repeat("late,1,1,1\n", 5)));
        var (_, metrics, notes) = Run(job);
        notes.Lines.ShouldContain(line => line.Contains("late") && line.Contains("split=stratified"));
        metrics.ShouldNotContain(line => line.Contains("validation:loss=NaN"));
    }

    [Fact]
    public void ManyClassesForTheirRows_AreWarnedOf()
    {
        using var job = new JobFolder().With(Small(("epochs", "1"))).Channel("train", string.Concat(Enumerable.Range(0, 60).Select(row => $"{row}.5,{row}\n")));
        Run(job).Notes.Lines.ShouldContain(line => line.Contains("task=regression"));
    }

    [Fact]
    public void AucOverManyClasses_CannotBeTheObjective()
    {
        using var job = new JobFolder().With(Small(("objective_metric", "validation:auc"))).Channel("train", string.Concat(Enumerable.Range(0, 600).Select(row => $"{row % 120},{row}\n")));
        Should.Throw<JobInputException>(() => Run(job)).Message.ShouldContain("at most 100 classes");
    }

    [Fact]
    public void BalancedWeights_RaiseTheRecallOfARareClass()
    {
        double Recall(string weights)
        {
            var rows = string.Concat(Enumerable.Range(0, 600).Select(row => FormattableString.Invariant(
                $"{(row % 20 == 0 ? "rare" : "common")},{Math.Sin(row * 1.7) + (row % 20 == 0 ? 1 : 0):0.000},{Math.Cos(row * 2.9):0.000}\n")));
            using var job = new JobFolder().With(Small(("class_weights", weights))).Channel("train", rows).Channel("test", rows);
            Run(job);
            return Json(job, "output", "data", "evaluation.json").GetProperty("test").GetProperty("classes").EnumerateArray()
                .Single(c => c.GetProperty("class").GetString() == "rare").GetProperty("recall").GetDouble();
        }

        Recall("balanced").ShouldBeGreaterThan(Recall("none") + 0.3);
    }

    [Fact]
    public void FixedThreads_GiveTheSameModelBitForBit()
    {
        byte[] Model()
        {
            using var job = new JobFolder().With(Small(("threads", "1/2"), ("hidden_layers", "[64,64]"))).Channel("train", JobFolder.TwoClasses(400));
            Run(job);
            return File.ReadAllBytes(Path.Combine(job.Paths.Model, "model.safetensors"));
        }

        Model().ShouldBe(Model());
    }

    [Fact]
    public void GpuThatIsNotThere_IsToldBeforeRowsAreRead()
    {
        if (torch.cuda.is_available())
            Assert.Skip("there is a GPU here");
        using var job = new JobFolder().With(Small(("device", "cuda"))).Channel("train", "these are no rows");
        Should.Throw<JobInputException>(() => Run(job)).Message.ShouldContain("no usable GPU");
    }

    [Theory]
    [InlineData(DevicePreference.Auto, false)]
    [InlineData(DevicePreference.Cpu, true)]
    public void Device_IsTheCpuWithoutAGpuOrWhenAskedFor(DevicePreference preference, bool cudaIsAvailable) =>
        DeviceChoice.For(preference, cudaIsAvailable).IsCuda.ShouldBeFalse();

    [Fact]
    public void ObjectiveWithoutValidationRows_IsRefused()
    {
        using var job = new JobFolder().With(Small(("validation_fraction", "0"), ("_tuning_objective_metric", "validation:f1:best"))).Channel("train", JobFolder.TwoClasses(50));
        Should.Throw<JobInputException>(() => Run(job)).Message.ShouldContain("the objective is validation:f1");
    }

    [Fact]
    public void SeveralHosts_AreRefused()
    {
        using var job = new JobFolder().With(Small()).Channel("train", JobFolder.TwoClasses(50));
        File.WriteAllText(job.Paths.ResourceConfigFile, """{"current_host":"algo-2","hosts":["algo-1","algo-2"],"network_interface_name":"eth0"}""");
        Should.Throw<JobInputException>(() => Run(job)).Message.ShouldContain("found 2 hosts");
    }
}
