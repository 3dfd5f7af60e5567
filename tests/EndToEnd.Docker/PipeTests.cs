namespace EndToEnd.Docker;

/// <summary>Pipe mode: FIFOs in the mounted folder, written from outside of the container.</summary>
public sealed class PipeTests
{
    [Fact]
    public async Task TrainingRowsThroughAFifo_AreLearned()
    {
        TestImage.Require();
        var rows = File.ReadAllText(Directory.GetFiles(Repository.File("tests", "SampleData", "digits", "train")).Order().First());
        using var job = new Job().DeclareChannel("train", mode: "Pipe").Hyperparameters(("epochs", "1"), ("threads", "1"), ("validation_fraction", "0"));
        Directory.Delete(job.PathOf("input", "data", "train"));
        Command.Run(TimeSpan.FromSeconds(10), "mkfifo", job.PathOf("input", "data", "train_0")).ExitCode.ShouldBe(0);
        var writing = Task.Run(() => File.WriteAllText(job.PathOf("input", "data", "train_0"), rows), TestContext.Current.CancellationToken);
        var run = Container.Run(job, ["--network", "none"], "train");
        Jobs.Trained(job, run);
        await writing.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}
