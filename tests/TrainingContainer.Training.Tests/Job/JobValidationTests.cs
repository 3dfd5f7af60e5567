using System.Text.Json;

namespace TrainingContainer.Training.Tests;

public sealed class JobValidationTests
{
    private static ValidationReport Validate(JobFolder job) => new JobValidation(job.Paths).Run(TestContext.Current.CancellationToken);

    [Fact]
    public void Report_SaysWhatWasFoundWithoutWritingAnything()
    {
        using var job = new JobFolder().With(("hidden_layers", "[16]"), ("device", "cpu"))
            .Channel("train", JobFolder.TwoClasses(400)).Channel("test", JobFolder.TwoClasses(50), "text/csv;label_size=1");
        var report = Validate(job);
        report.Ok.ShouldBeTrue();
        report.Task.ShouldBe("classification");
        report.Device.ShouldBe("cpu (device=cpu)");
        report.Model.ShouldBe(new ValidatedModel("mlp", (3 * 16) + 16 + (16 * 2) + 2, 2));
        var (train, test) = (report.Channels[0], report.Channels[1]);
        (train.Name, train.Rows, train.IsWhole, train.Features, train.Labels, train.MissingValues, train.Files).ShouldBe(("train", 400, true, 3, "classes", 40, 1));
        train.Classes.ShouldBe(["no", "yes"]);
        test.Rows.ShouldBe(50);
        Directory.GetDirectories(job.Paths.BaseDirectory).Select(Path.GetFileName).ShouldBe(["input"]);
    }

    [Fact]
    public void ChannelWithoutLabels_IsSaidToHaveNone()
    {
        using var job = new JobFolder().With().Channel("train", JobFolder.TwoClasses(30)).Channel("test", "1,2,3\n", "text/csv;label_size=0");
        Validate(job).Channels[1].Labels.ShouldBe("none");
    }

    [Fact]
    public void NoValidationRows_WarnsAsTrainingDoes()
    {
        using var job = new JobFolder().With(("validation_fraction", "0")).Channel("train", JobFolder.TwoClasses(30));
        Validate(job).Warnings.ShouldHaveSingleItem().ShouldContain("validation_fraction=0");
    }

    [Fact]
    public void BinaryLossWithThreeClassesInTheSample_IsAMistakeWhateverFollows()
    {
        var rows = string.Concat(Enumerable.Range(0, 1_500).Select(row => $"{"abc"[row % 3]},{row}\n"));
        using var job = new JobFolder().With(("loss", "binary_cross_entropy")).Channel("train", rows);
        var report = Validate(job);
        report.Mistakes.ShouldHaveSingleItem().Where.ShouldBe("hyperparameter loss");
        report.Model.ShouldBeNull();
    }

    [Fact]
    public void TooFewClassWeightsForTheSample_AreAMistakeWhateverFollows()
    {
        var rows = string.Concat(Enumerable.Range(0, 1_500).Select(row => $"{"abc"[row % 3]},{row}\n"));
        using var job = new JobFolder().With(("class_weights", "[1, 2]")).Channel("train", rows);
        Validate(job).Mistakes.ShouldHaveSingleItem().Where.ShouldBe("hyperparameter class_weights");
    }

    [Theory]
    [InlineData("1", 40, "0.1")]
    [InlineData("1", 1_500, "0.1")]
    [InlineData("16", 2, "0.5")]
    public void BatchNormalizationOverOneRow_IsAMistakeAsInTraining(string batchSize, int rows, string heldOut)
    {
        using var job = new JobFolder().With(("batch_normalization", "true"), ("batch_size", batchSize), ("validation_fraction", heldOut))
            .Channel("train", string.Concat(Enumerable.Range(0, rows).Select(row => $"{row % 2},{row}\n")));
        Validate(job).Mistakes.ShouldHaveSingleItem().Where.ShouldBe("hyperparameter batch_normalization");
    }

    [Fact]
    public void BatchNormalization_OverTheFirstOfManyRows_IsFine()
    {
        using var job = new JobFolder().With(("batch_normalization", "true"), ("batch_size", "2")).Channel("train", JobFolder.TwoClasses(1_500));
        Validate(job).Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public void CheckpointFolder_IsReadWithTheRequestAndItsMistakesReported()
    {
        using var job = new JobFolder().With().Channel("train", JobFolder.TwoClasses(30));
        JobRequest.Read(job.Paths).CheckpointFolder.ShouldBeNull();
        File.WriteAllText(job.Paths.CheckpointConfigFile, """{"LocalPath":"/opt/ml/checkpoints"}""");
        JobRequest.Read(job.Paths).CheckpointFolder.ShouldBe(job.Paths.Checkpoints);
        Validate(job).Ok.ShouldBeTrue();
        File.WriteAllText(job.Paths.Checkpoints, "a file");
        Validate(job).Mistakes.ShouldHaveSingleItem().Where.ShouldBe($"folder {job.Paths.Checkpoints}");
        File.WriteAllText(job.Paths.CheckpointConfigFile, """{"LocalPath":"/opt/ml/model/checkpoints"}""");
        Validate(job).Mistakes.ShouldHaveSingleItem().Where.ShouldBe($"file {job.Paths.CheckpointConfigFile}");
    }

    [Fact]
    public void LongRows_AreReadUpToTheTextLimit()
    {
        var row = "1," + string.Join(',', Enumerable.Repeat("0.25", 20_000)) + "\n";
        using var job = new JobFolder().With(("task", "regression"), ("hidden_layers", "[]")).Channel("train", string.Concat(Enumerable.Repeat(row, 200)));
        var train = Validate(job).Channels.ShouldHaveSingleItem();
        train.IsWhole.ShouldBeFalse();
        train.Rows.ShouldBeInRange(40, 45);
        train.Features.ShouldBe(20_000);
    }

    [Fact]
    public void ToJson_NamesEverythingInSnakeCase()
    {
        using var job = new JobFolder().With(("epochs", "0")).Channel("train", JobFolder.TwoClasses(30));
        using var json = JsonDocument.Parse(Validate(job).ToJson());
        json.RootElement.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["ok", "mistakes", "warnings", "task", "channels", "device", "model", "hyperparameters"]);
        json.RootElement.GetProperty("mistakes")[0].EnumerateObject().Select(member => member.Name).ShouldBe(["where", "what", "fix"]);
        json.RootElement.GetProperty("channels")[0].EnumerateObject().Select(member => member.Name)
            .ShouldBe(["name", "files", "bytes", "rows", "is_whole", "features", "labels", "classes", "missing_values"]);
    }

    [Fact]
    public void MistakesThatTrainingFinds_AreTheOnesThatValidationFinds()
    {
        using var job = new JobFolder().With(("hidden_layers", "[16]"), ("device", "cpu")).Channel("train", JobFolder.TwoClasses(30)).Channel("validation", "maybe,1,2,3\n");
        var training = Should.Throw<Data.DataException>(() =>
            new TrainingJob(job.Paths, TextWriter.Null, new Silence(), TimeProvider.System).Run(TestContext.Current.CancellationToken));
        training.Message.TrimEnd('.').ShouldBe(Validate(job).Mistakes.ShouldHaveSingleItem().ToString());
    }

    private sealed class Silence : TrainingObserver;
}
