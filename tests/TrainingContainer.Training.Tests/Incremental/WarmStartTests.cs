using System.Text.Json;
using TorchSharp;

namespace TrainingContainer.Training.Tests;

/// <summary>Jobs that continue from another job's model.</summary>
public sealed class WarmStartTests : ContinuedJobs
{
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
    public void Validate_AcceptsWhatTrainingWould()
    {
        var job = Continued(Trained(), JobFolder.TwoClasses(1_500, "yes", "no"), ("freeze_layers", "0"));
        var report = new JobValidation(job.Paths).Run(TestContext.Current.CancellationToken);
        report.Mistakes.ShouldBeEmpty();
        report.Model!.Outputs.ShouldBe(2);
        report.Channels.Select(channel => channel.Name).ShouldBe(["train"]);
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
        // see TrainingJobMemoryTests: two layers and a normalization have 6 parameters
        const int countedTwice = 6 * 2;
        torch.Tensor.TotalCount.ShouldBe(before + countedTwice);
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
}
