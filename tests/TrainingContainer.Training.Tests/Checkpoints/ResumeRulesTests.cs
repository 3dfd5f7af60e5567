using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>What a resumed job may change, and what it is told otherwise.</summary>
public sealed class ResumeRulesTests
{
    [Theory]
    [InlineData("hidden_layers", "[16]")]
    [InlineData("batch_size", "16")]
    [InlineData("seed", "2")]
    [InlineData("optimizer", "sgd")]
    [InlineData("learning_rate", "0.01")]
    [InlineData("objective_metric", "validation:loss")]
    public void ChangeThatAltersTheResult_IsAnErrorThatNamesIt(string name, string value)
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 15);
        var error = Should.Throw<JobInputException>(() => job.Run(changes: (name, value)));
        error.Mistakes.ShouldContain(mistake => mistake.Where == $"hyperparameter {name}" && mistake.What.Contains(value) && mistake.Fix!.Contains("resume=never"));
    }

    [Fact]
    public void EveryDifference_IsInOneMessage()
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 15);
        var error = Should.Throw<JobInputException>(() => job.Run(changes: [("seed", "2"), ("optimizer", "sgd"), ("dropout", "0.5")]));
        error.Mistakes.Select(mistake => mistake.Where).ShouldBe(["hyperparameter dropout", "hyperparameter optimizer", "hyperparameter seed"]);
    }

    [Theory]
    [InlineData("batch_size", "16")]
    [InlineData("seed", "2")]
    [InlineData("split", "chronological")]
    [InlineData("validation_fraction", "0.2")]
    public void WhatFollowsFromAnotherSetting_IsNoDifferenceOfItsOwn(string name, string value)
    {
        using var job = new ResumableJob();
        File.WriteAllText(job.Folder.Paths.InputDataConfigFile, """{"train":{"TrainingInputMode":"File"}}""");
        job.Run(stopAfter: 15);
        var error = Should.Throw<JobInputException>(() => job.Run(changes: (name, value)));
        error.Mistakes.ShouldHaveSingleItem().Where.ShouldBe($"hyperparameter {name}");
    }

    [Fact]
    public void OtherFilesBesideAnotherSetting_AreNamedToo()
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 15);
        File.AppendAllText(Path.Combine(job.Folder.Paths.Channel("train"), "part-0.csv"), ResumableJob.Wide(JobFolder.TwoClasses(64)));
        var error = Should.Throw<JobInputException>(() => job.Run(changes: ("seed", "2")));
        error.Mistakes.Select(mistake => mistake.Where).ShouldBe(["hyperparameter seed", "data"]);
    }

    [Theory]
    [InlineData("epochs", "5")]
    [InlineData("early_stopping_patience", "3")]
    [InlineData("checkpoint_interval", "1ep")]
    [InlineData("checkpoints_to_keep", "2")]
    [InlineData("resume", "require")]
    [InlineData("threads", "2")]
    public void HarmlessChange_IsAccepted(string name, string value)
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 15);
        job.Run(changes: (name, value))!.Ending.ShouldBe(TrainingEnding.Finished);
        job.Notes.ShouldContain(note => note.StartsWith("resuming from checkpoint-rank0-", StringComparison.Ordinal) && note.Contains("step 15 (5 of 10"));
    }

    [Fact]
    public void EpochsBelowTheCheckpoints_AreAnError()
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 35);
        Should.Throw<JobInputException>(() => job.Run(changes: ("epochs", "2"))).Mistakes.ShouldHaveSingleItem().What.ShouldContain("has 3 already");
        job.Run(changes: ("epochs", "3"))!.Epochs.ShouldBe(3);
    }

    [Fact]
    public void RaisedEpochsOfACosine_AreWarnedOf()
    {
        using var job = new ResumableJob(("schedule", "cosine"));
        job.Run(stopAfter: 15);
        job.Run(changes: ("epochs", "5"));
        job.Notes.ShouldContain(note => note.StartsWith("warning: epochs was 4 and is 5", StringComparison.Ordinal));
    }

    [Fact]
    public void ResumeNever_StartsAfreshAndSaysSo()
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 15);
        job.Run(changes: [("resume", "never"), ("seed", "2")])!.Steps.ShouldBe(40);
        job.Notes.ShouldContain(note => note.StartsWith("warning: resume=never: training starts afresh", StringComparison.Ordinal));
    }

    [Fact]
    public void ResumeRequire_WithoutACheckpoint_IsAnError()
    {
        using var job = new ResumableJob();
        Should.Throw<JobInputException>(() => job.Run(changes: ("resume", "require"))).Mistakes.ShouldHaveSingleItem().Where.ShouldBe("hyperparameter resume");
        Directory.Delete(job.Checkpoints, recursive: true);
        Should.Throw<JobInputException>(() => job.Run(changes: ("resume", "require"))).Message.ShouldContain("no checkpoint folder");
    }

    [Theory]
    [InlineData("extra file")]
    [InlineData("longer file")]
    [InlineData("other values")]
    [InlineData("renamed file")]
    [InlineData("no validation")]
    public void OtherData_IsRefusedOrAcceptedAsAsked(string change)
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 15);
        var file = Path.Combine(job.Folder.Paths.Channel("train"), "part-0.csv");
        switch (change)
        {
            case "extra file":
                File.WriteAllText(Path.Combine(job.Folder.Paths.Channel("train"), "part-1.csv"), ResumableJob.Wide(JobFolder.TwoClasses(64)));
                break;
            case "longer file":
                File.AppendAllText(file, ResumableJob.Wide(JobFolder.TwoClasses(64)));
                break;
            case "other values":
                File.WriteAllText(file, File.ReadAllText(file).Replace("0.9", "0.8", StringComparison.Ordinal));
                break;
            case "renamed file":
                File.Move(file, file + "x");
                break;
            default:
                File.AppendAllText(Path.Combine(job.Folder.Paths.Channel("validation"), "part-0.csv"), ResumableJob.Wide(JobFolder.TwoClasses(10)));
                break;
        }
        var error = Should.Throw<JobInputException>(() => job.Run());
        error.Mistakes.ShouldAllBe(mistake => mistake.Where == "data" && mistake.Fix!.Contains("resume_data_check"));
        job.Run(changes: ("resume_data_check", "accept"))!.Ending.ShouldBe(TrainingEnding.Finished);
        job.Notes.ShouldContain(note => note.StartsWith("warning: resume_data_check=accept: training goes on with other data, from the beginning of epoch 2", StringComparison.Ordinal));
    }

    [Fact]
    public void OtherFeatures_AreRefusedWhateverIsAccepted()
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 15);
        foreach (var channel in new[] { "train", "validation" })
        {
            var file = Path.Combine(job.Folder.Paths.Channel(channel), "part-0.csv");
            File.WriteAllLines(file, File.ReadAllLines(file).Select(line => line + ",1"));
        }
        Should.Throw<JobInputException>(() => job.Run(changes: ("resume_data_check", "accept"))).Mistakes.ShouldContain(mistake => mistake.What.Contains("13 features"));
    }

    [Fact]
    public void CheckpointOfAnotherProcessor_IsWarnedOf()
    {
        var observer = new Notes();
        var rules = new ResumeRules(Settings(), TrainingMetrics.Validation("loss"), SomeCheckpoint.Data, observer);
        rules.Check("/c/checkpoint", Checkpoint(), 10).Start.ShouldBe(SomeCheckpoint.Metadata.Position);
        observer.Warnings.ShouldHaveSingleItem().ShouldContain("another processor (some;");
    }

    [Fact]
    public void PositionThatCannotBe_IsRefused()
    {
        var rules = new ResumeRules(Settings(), TrainingMetrics.Validation("loss"), SomeCheckpoint.Data, new Notes());
        foreach (var position in new TrainingPosition[] { new(2, 3, 24, 0, 0), new(2, 11, 31, 0, 0), new(-1, 3, -7, 0, 0), new(2, -1, 19, 0, 0) })
            Should.Throw<JobInputException>(() => rules.Check("/c/checkpoint", Checkpoint() with { Position = position }, 10)).Message
                .ShouldContain($"found step {position.Step} after {position.Epoch} epochs and {position.StepInEpoch} steps, expected steps of 10 per epoch");
    }

    [Fact]
    public void RowsThatNoLongerFitIntoMemory_AreRefused()
    {
        var rules = new ResumeRules(Settings(), TrainingMetrics.Validation("loss"), SomeCheckpoint.Data, new Notes()) { Streams = ["train"] };
        Should.Throw<JobInputException>(() => rules.Check("/c/checkpoint", Checkpoint(), 10)).Mistakes.ShouldHaveSingleItem().Where.ShouldBe("hyperparameter memory_budget");
        var streamed = Checkpoint() with { Streams = new Dictionary<string, Data.ChannelStatistics> { ["train"] = new(1, [], [], new([1], [1], [0]), 0, 1) } };
        rules.Check("/c/checkpoint", streamed, 10).Start.ShouldBe(SomeCheckpoint.Metadata.Position);
    }

    private static CheckpointMetadata Checkpoint() => SomeCheckpoint.Metadata with { Settings = Settings().Hyperparameters };

    private static TrainingSettings Settings()
    {
        var mistakes = new List<Mistake>();
        var values = TrainingHyperparameters.Catalog.Read(new Dictionary<string, string> { ["device"] = "cpu", ["epochs"] = "5" }, mistakes);
        var settings = TrainingSettings.From(values, mistakes);
        mistakes.ShouldBeEmpty();
        return settings;
    }

    private sealed class Notes : TrainingObserver
    {
        public List<string> Warnings { get; } = [];

        public override void Warning(string message) => Warnings.Add(message);
    }
}
