using TorchSharp;
using TrainingContainer.SageMaker;
using static TrainingContainer.Training.Tests.JobRun;

namespace TrainingContainer.Training.Tests;

/// <summary>What ends a job, or is warned of, because of its rows and settings.</summary>
public sealed class TrainingJobMistakeTests
{
    [Fact]
    public void SingleClass_IsRefused()
    {
        using var job = new JobFolder().With(Small()).Channel("train", "a,1\na,2\n");
        Should.Throw<JobInputException>(() => Run(job)).Message
            .ShouldBe("channel train: found a single class, \"a\": there is nothing to tell apart. Fix: check that all classes are in the channel, and, for text/csv, that label_column 0 is the label (0 is the first, -1 the last)");
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
    [InlineData("1", "1", 50)]
    [InlineData("16", "2", 2)]
    public void BatchNormalizationOverOneRow_IsRefused(string batchSize, string threads, int rows)
    {
        using var job = new JobFolder().With(Small(("batch_normalization", "true"), ("batch_size", batchSize), ("threads", threads), ("validation_fraction", rows == 2 ? "0.5" : "0.1")))
            .Channel("train", rows == 2 ? "a,1,2,3\nb,3,4,5\n" : JobFolder.TwoClasses(rows));
        Should.Throw<JobInputException>(() => Run(job)).Message.ShouldContain("batches of one row");
    }

    [Fact]
    public void AucOverManyClasses_CannotBeTheObjective()
    {
        using var job = new JobFolder().With(Small(("objective_metric", "validation:auc"))).Channel("train", string.Concat(Enumerable.Range(0, 600).Select(row => $"{row % 120},{row}\n")));
        Should.Throw<JobInputException>(() => Run(job)).Message.ShouldContain("at most 100 classes");
    }

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

    [Fact]
    public void GpuThatIsNotThere_IsToldBeforeRowsAreRead()
    {
        if (torch.cuda.is_available())
            Assert.Skip("there is a GPU here");
        using var job = new JobFolder().With(Small(("device", "cuda"))).Channel("train", "these are no rows");
        Should.Throw<JobInputException>(() => Run(job)).Message.ShouldContain("no usable GPU");
    }

    [Fact]
    public void Divergence_IsExplained()
    {
        using var job = new JobFolder().With(Small(("task", "regression"), ("optimizer", "sgd"), ("learning_rate", "10"), ("epochs", "50"))).Channel("train", JobFolder.Line(200));
        Should.Throw<TrainingDivergedException>(() => Run(job)).Message.ShouldContain("lower learning_rate");
        Directory.GetFiles(job.Paths.Model).ShouldBeEmpty();
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
}
