using System.Formats.Tar;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>What channel model may hold.</summary>
public sealed class ModelChannelTests : ContinuedJobs
{
    [Fact]
    public void ChannelWithoutModel_SaysWhatIsThere()
    {
        var job = Job(JobFolder.TwoClasses(50)).Model(null);
        Mistakes(job).ShouldHaveSingleItem().What.ShouldContain("found no files in");
        File.WriteAllText(Path.Combine(job.Paths.Channel("model"), "model.json"), "{}");
        Mistakes(job).ShouldHaveSingleItem().What.ShouldContain("found model.json in");
        job.Model([1], "a/model.tar.gz").Model([1], "b/model.tar.gz");
        Mistakes(job).ShouldHaveSingleItem().What.ShouldContain("found a/model.tar.gz, b/model.tar.gz in");
    }

    [Fact]
    public void PipeNamedLikeAModel_IsNotWaitedFor()
    {
        var job = Job(JobFolder.TwoClasses(50)).Model(null);
        using var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(job.Paths.Channel("model"), "model.tar.gz")]);
        made.WaitForExit();
        Mistakes(job).ShouldHaveSingleItem().What.ShouldContain("found model.tar.gz in");
    }

    [Fact]
    public void BothFilesDamaged_AreToldTogether()
    {
        var mistakes = Mistakes(Job(JobFolder.TwoClasses(50)).Model(Archive.Of(Archive.File("model.json", "{"u8.ToArray()), Archive.File("model.safetensors", [1, 2]))));
        mistakes.Select(mistake => mistake.Where).ShouldBe(["channel model, file model.json", "channel model, file model.safetensors"]);
        mistakes[1].What.ShouldBe("found 2 bytes, expected a header");
    }

    [Fact]
    public void HostileArchive_IsTheUsersMistakeAndLeavesNothing()
    {
        var mistake = Mistakes(Job(JobFolder.TwoClasses(50)).Model(Archive.Of(Archive.Link(TarEntryType.SymbolicLink, "model.json", "/etc/passwd")))).ShouldHaveSingleItem();
        mistake.Where.ShouldBe("channel model, file model.tar.gz");
        mistake.What.ShouldContain("a link to \"/etc/passwd\"");
    }

    [Fact]
    public void WeightsThatAreNoNumbers_AreRefused()
    {
        var first = Trained();
        var weights = File.ReadAllBytes(Path.Combine(first.Paths.Model, "model.safetensors"));
        weights.AsSpan(^4..).Fill(0xFF);
        var job = Job(JobFolder.TwoClasses(50)).Model(null, [Path.Combine(first.Paths.Model, "model.json")]);
        File.WriteAllBytes(Path.Combine(job.Paths.Channel("model"), "model.safetensors"), weights);
        Should.Throw<JobInputException>(() => Run(job)).Mistakes.ShouldHaveSingleItem().What.ShouldStartWith("tensor 2.bias: found NaN or infinity");
    }

    [Fact]
    public void RandomDamage_IsRefusedOrTrainedOn()
    {
        var first = Trained(null, ("hidden_layers", "[2]"), ("batch_normalization", "true"));
        var files = Directory.GetFiles(first.Paths.Model).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        var (trained, refused) = (0, 0);
        for (var number = 0; number < 80; number++)
        {
            var random = new RandomJob(number);
            using var job = new JobFolder().With([.. Small, ("hidden_layers", "[2]"), ("batch_normalization", "true"), ("epochs", "1")]).Channel("train", JobFolder.TwoClasses(30)).Model(null);
            foreach (var (name, bytes) in files)
                File.WriteAllBytes(Path.Combine(job.Paths.Channel("model"), name), random.Next(2) == 0 ? bytes : random.Mutated(bytes));
            try
            {
                Run(job);
                trained++;
            }
            catch (Exception exception) when (exception is JobInputException or TrainingDivergedException)
            {
                exception.Message.ShouldContain("Fix: ", customMessage: $"case {number}");
                refused++;
            }
        }
        trained.ShouldBeGreaterThan(15);
        refused.ShouldBeGreaterThan(15);
    }

    [Theory]
    [InlineData("application/x-sagemaker-model", true)]
    [InlineData("application/x-tar", true)]
    [InlineData("application/gzip", true)]
    [InlineData("text/csv", false)]
    public void ContentType_IsThatOfAModel(string contentType, bool isTaken)
    {
        var job = Job(JobFolder.TwoClasses(50), ("epochs", "1")).Model(Archive.OfFolder(Trained().Paths.Model), contentType: contentType);
        if (isTaken)
            Run(job);
        else
            Mistakes(job).ShouldHaveSingleItem().What.ShouldContain("expected application/x-sagemaker-model or");
    }

    [Fact]
    public void UnpackedFiles_AreRemoved()
    {
        static string[] Temporary() => Directory.GetDirectories(Path.GetTempPath(), "model-*");
        var job = Continued(Trained(), JobFolder.TwoClasses(100), ("epochs", "1"));
        var before = Temporary();
        Run(job);
        Should.Throw<JobInputException>(() => Run(Job(JobFolder.TwoClasses(50)).Model([1, 2, 3])));
        Temporary().ShouldBeSubsetOf(before);
    }
}
