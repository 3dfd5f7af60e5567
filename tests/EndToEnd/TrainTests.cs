using System.Text.RegularExpressions;
using TrainingContainer.Training;

namespace EndToEnd;

public sealed class TrainTests
{
    [Fact]
    public void Digits_AreLearned()
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "15"), ("batch_size", "32"), ("seed", "1"));
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines, errors));
        job.Json("output", "data", "evaluation.json").GetProperty("test").GetProperty("accuracy").GetDouble().ShouldBeGreaterThan(0.95);
        Directory.GetFiles(job.PathOf("model")).Select(Path.GetFileName).Order().ShouldBe(["model.json", "model.safetensors"]);
        job.Failure.ShouldBeEmpty();
    }

    [Fact]
    public void NoArgument_TrainsToo()
    {
        using var job = new Job().Sample("diabetes");
        job.Hyperparameters(("task", "regression"), ("epochs", "30"), ("batch_size", "16"), ("hidden_layers", "[16]"), ("threads", "1"));
        job.Run().ExitCode.ShouldBe(0);
        job.Json("output", "data", "evaluation.json").GetProperty("test").GetProperty("r2").GetDouble().ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public void Output_IsPlainLinesWithOneMetricLinePerMetricAndEpoch()
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "3"), ("threads", "1"));
        var (_, lines, _) = job.Run("train");
        string.Concat(lines).ShouldNotContain('\r');
        string.Concat(lines).ShouldNotContain('\u001b');
        foreach (var metric in TrainingMetrics.Catalog.Metrics)
        {
            var expected = metric.Name.StartsWith("test:", StringComparison.Ordinal) ? 1 : 3;
            // no regression, and no folder for checkpoints
            var isAbsent = Regex.IsMatch(metric.Name, ":(rmse|mae|r2)|^checkpoint:");
            lines.Count(line => Regex.IsMatch(line, metric.Regex)).ShouldBe(isAbsent ? 0 : expected, metric.Name);
        }
        lines.Count(line => line.StartsWith("epoch=3 step=30 ", StringComparison.Ordinal)).ShouldBe(15 + 6);
    }

    [Fact]
    public void SameJobTwice_GivesTheSameModel()
    {
        byte[] Model()
        {
            using var job = new Job().Sample("digits");
            job.Hyperparameters(("epochs", "2"), ("threads", "1"), ("dropout", "0.2"));
            job.Run("train").ExitCode.ShouldBe(0);
            return File.ReadAllBytes(job.PathOf("model", "model.safetensors"));
        }

        Model().ShouldBe(Model());
    }

    [Fact]
    public void GzipFilesInSubfolders_AreReadInOrder()
    {
        using var job = new Job().DeclareChannel("train");
        job.Hyperparameters(("epochs", "1"), ("threads", "1"));
        Directory.CreateDirectory(job.PathOf("input", "data", "train", "b"));
        using (var file = File.Create(job.PathOf("input", "data", "train", "b", "second.csv.gz")))
        using (var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest))
            gzip.Write("yes,1,2\r\nno,3,4"u8);
        File.WriteAllText(job.PathOf("input", "data", "train", "a.csv"), "no,5,6\nyes,\"7\",\n");
        File.WriteAllText(job.PathOf("input", "data", "train", "empty.csv"), "");
        var (exitCode, lines, _) = job.Run("train");
        exitCode.ShouldBe(0);
        lines.ShouldContain(line => line.Contains("channel train: 4 rows, 2 features, 2 classes"));
    }
}
