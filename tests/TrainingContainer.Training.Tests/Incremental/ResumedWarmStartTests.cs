using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>A job that continues from a model and is interrupted goes on from its checkpoint, not from the model again.</summary>
public sealed class ResumedWarmStartTests : IDisposable
{
    private readonly ResumableJob _first = new(("batch_normalization", "true"), ("dropout", "0.2"), ("hidden_layers", "[8, 8]"), ("epochs", "2"));
    private readonly byte[] _model;

    public ResumedWarmStartTests()
    {
        _first.Run();
        _model = Archive.OfFolder(_first.Folder.Paths.Model);
    }

    public void Dispose() => _first.Dispose();

    private ResumableJob Second(params (string, string)[] settings)
    {
        var job = new ResumableJob([("batch_normalization", "true"), ("dropout", "0.2"), ("hidden_layers", "[8, 8]"), .. settings]);
        job.Folder.Model(_model);
        return job;
    }

    [Theory]
    [InlineData("")]
    [InlineData("freeze_layers=0,1;layer_learning_rate_decay=0.5")]
    [InlineData("new_head=true;freeze_layers=all_but_head")]
    public void InterruptedAnywhere_EndsWithTheSameBytes(string given)
    {
        (string, string)[] settings = [.. given.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => (pair[0], pair[1]))];
        using var whole = Second(settings);
        whole.Run();
        foreach (var every in new[] { 8, 13 })
        {
            using var job = Second(settings);
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
            job.Result().ShouldBe(whole.Result(), $"{given}, killed every {every} steps");
            job.Notes.Count(note => note.Contains("continues from the model")).ShouldBe(1);
        }
    }

    [Fact]
    public void ResumedWithoutItsModel_IsRefused()
    {
        // other rows, so that their means are not the model's
        using var job = new ResumableJob(("batch_normalization", "true"), ("dropout", "0.2"), ("hidden_layers", "[8, 8]"));
        job.Folder.Channel("train", ResumableJob.Wide(JobFolder.TwoClasses(200))).Model(_model);
        job.Run(stopAfter: 9);
        File.WriteAllText(job.Folder.Paths.InputDataConfigFile, File.ReadAllText(job.Folder.Paths.InputDataConfigFile).Replace("\"model\"", "\"unused\""));
        Should.Throw<JobInputException>(() => job.Run()).Message.ShouldContain("other values");
    }
}
