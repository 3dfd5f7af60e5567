namespace TrainingContainer.Training.Tests;

/// <summary>A job that is interrupted anywhere ends with the bytes of one that never was. Ten steps an epoch, four epochs.</summary>
public sealed class ExactResumeTests
{
    public static TheoryData<string, (string, string)[]> Jobs => new()
    {
        { "adam", [] },
        { "dropout, batch normalization, early stopping", [("dropout", "0.3"), ("batch_normalization", "true"), ("early_stopping_patience", "1"), ("learning_rate", "0.5"), ("optimizer", "adamw"), ("weight_decay", "0.01")] },
        { "cnn, sgd, cosine", [("model", "cnn"), ("input_shape", "[3,2,2]"), ("convolution_channels", "[4]"), ("optimizer", "sgd"), ("momentum", "0.9"), ("schedule", "cosine"), ("warmup_steps", "5")] },
        { "rmsprop, clipping, class weights", [("optimizer", "rmsprop"), ("momentum", "0.5"), ("gradient_clip_norm", "0.5"), ("class_weights", "balanced"), ("schedule", "exponential")] },
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public void StoppedAnywhere_EndsWithTheSameBytes(string name, (string, string)[] settings)
    {
        var expected = Uninterrupted(settings);
        foreach (var step in new[] { 1, 6, 9, 10, 11, 20, 23, 39 })
        {
            using var job = new ResumableJob(settings);
            job.Run(stopAfter: step);
            while (job.Run() is { Ending: TrainingEnding.Stopped })
                job.Notes.Count.ShouldBeLessThan(1_000);
            job.Result().ShouldBe(expected, $"{name}, stopped after step {step}");
        }
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public void KilledAgainAndAgain_EndsWithTheSameBytes(string name, (string, string)[] settings)
    {
        var expected = Uninterrupted(settings);
        foreach (var every in new[] { 8, 13, 29 })
        {
            using var job = new ResumableJob(settings);
            for (var run = 1; ; run++)
            {
                try
                {
                    job.Run(dieAfter: every);
                    break;
                }
                catch (ResumableJob.Death)
                {
                    run.ShouldBeLessThan(50);
                }
            }
            job.Result().ShouldBe(expected, $"{name}, killed every {every} steps");
        }
    }

    [Fact]
    public void FinishedJob_StartedAgain_SavesTheSameModelWithoutTraining()
    {
        using var job = new ResumableJob();
        job.Run();
        var (first, lines) = (job.Result(), job.Lines.Count);
        Directory.Delete(job.Folder.Paths.Model, recursive: true);
        job.Run(dieAfter: 1)!.Ending.ShouldBe(TrainingEnding.Finished);
        job.Result().ShouldBe(first);
        job.Lines.Count.ShouldBe(lines);
    }

    [Fact]
    public void RaisedEpochs_GoOnAsIfThereHadAlwaysBeenSoMany()
    {
        var expected = Uninterrupted([("epochs", "6")]);
        using var job = new ResumableJob();
        job.Run();
        job.Run(changes: ("epochs", "6"));
        job.Result().ShouldBe(expected);
    }

    [Fact]
    public void NoCheckpointFolder_SavesNothingAndSaysSo()
    {
        using var job = new ResumableJob();
        Directory.Delete(job.Checkpoints);
        job.Run(stopAfter: 15)!.Steps.ShouldBe(15);
        Directory.Exists(job.Checkpoints).ShouldBeFalse();
        job.Notes.ShouldContain(note => note.Contains("an interruption loses all work"));
        job.Run()!.Steps.ShouldBe(40);
    }

    private static string Uninterrupted((string, string)[] settings)
    {
        using var job = new ResumableJob(settings);
        job.Run();
        return job.Result();
    }
}
