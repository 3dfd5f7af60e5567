using static TrainingContainer.Training.Tests.JobRun;

namespace TrainingContainer.Training.Tests;

/// <summary>What a job learns and writes.</summary>
public sealed class TrainingJobTests
{
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
    public void LastBatchOfOneRow_WithBatchNormalization_IsLeftOut()
    {
        using var job = new JobFolder().With(Small(("batch_normalization", "true"), ("validation_fraction", "0"))).Channel("train", JobFolder.TwoClasses(33));
        Run(job).Outcome!.Epochs.ShouldBe(6);
    }
}
