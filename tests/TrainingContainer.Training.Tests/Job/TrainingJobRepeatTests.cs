using static TrainingContainer.Training.Tests.JobRun;

namespace TrainingContainer.Training.Tests;

/// <summary>The same job gives the same bits.</summary>
public sealed class TrainingJobRepeatTests
{
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
    public void FixedThreads_GiveTheSameModelBitForBit()
    {
        byte[] Model()
        {
            using var job = new JobFolder().With(Small(("threads", "2"), ("hidden_layers", "[64,64]"))).Channel("train", JobFolder.TwoClasses(400));
            Run(job);
            return File.ReadAllBytes(Path.Combine(job.Paths.Model, "model.safetensors"));
        }

        Model().ShouldBe(Model());
    }
}
