using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EndToEnd;

/// <summary>A second job continues from the first one's model.tar.gz, packed as the service packs it.</summary>
public sealed class WarmStartTests(ExampleModel example) : IClassFixture<ExampleModel>
{
    private static Job Digits(params (string, string)[] hyperparameters) => new Job().Sample("digits")
        .Hyperparameters([.. new[] { ("epochs", "3"), ("threads", "1"), ("batch_size", "32") }.Concat(hyperparameters).GroupBy(pair => pair.Item1).Select(group => group.Last())]);

    private static string[] Succeed(Job job)
    {
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines, errors));
        job.Failure.ShouldBeEmpty();
        return lines;
    }

    /// <summary>Gives a job the channel model with the archive of another job's model folder, or of any folder.</summary>
    private static Job Continue(string folder, Job job)
    {
        job.DeclareChannel("model", "application/x-sagemaker-model");
        Tar("-C", folder, "-czf", job.PathOf("input", "data", "model", "model.tar.gz"), ".");
        return job;
    }

    private static Job Continue(Job from, Job job) => Continue(from.PathOf("model"), job);

    private static void Tar(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("tar", arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors);
    }

    private static double First(string[] lines, string metric) =>
        double.Parse(lines.Select(line => Regex.Match(line, $" {metric}=(\\S+)$")).First(match => match.Success).Groups[1].Value, CultureInfo.InvariantCulture);

    private static void Refused(Job job, params string[] says)
    {
        job.Run("train").ExitCode.ShouldBe(1);
        foreach (var words in says)
            job.Failure.ShouldContain(words);
        if (Directory.Exists(job.PathOf("model")))
            Directory.GetFileSystemEntries(job.PathOf("model")).ShouldBeEmpty();
    }

    [Fact]
    public void SecondJob_StartsWithAMuchLowerLoss()
    {
        using var first = Digits();
        var fresh = First(Succeed(first), "train:loss");
        using var second = Continue(first, Digits(("epochs", "1")));
        var lines = Succeed(second);
        First(lines, "train:loss").ShouldBeLessThan(fresh / 3);
        lines.ShouldContain(line => line.Contains("continues from the model of channel model"));
        // and a third from the second
        using var third = Continue(second, Digits(("epochs", "1")));
        First(Succeed(third), "train:loss").ShouldBeLessThan(First(lines, "train:loss"));
    }

    [Fact]
    public void ModelThatDoesNotFit_IsToldInOneFailure()
    {
        using var first = Digits(("hidden_layers", "[32, 16]"));
        Succeed(first);
        using var second = Continue(first, new Job().Channel("train", "a,1,2\nb,3,4\na,5,6\n").Hyperparameters(("activation", "tanh")));
        Refused(second, "4 mistakes", "takes 64", "found the classes a, b", "made with [32, 16]. Fix: set it to [32, 16]", "hyperparameter activation");
    }

    [Fact]
    public void NewHead_LearnsOtherClassesWithTheOldLayersFrozen()
    {
        using var first = Digits();
        Succeed(first);
        // odd and even
        using var second = Digits(("new_head", "true"), ("freeze_layers", "all_but_head"), ("epochs", "5"));
        foreach (var channel in new[] { "train", "validation", "test" })
        {
            var folder = second.PathOf("input", "data", channel);
            var rows = Directory.GetFiles(folder).SelectMany(File.ReadAllLines).Select(row => (row[0] % 2 == 0 ? "even" : "odd") + row[1..]).ToArray();
            File.Delete(folder);
            second.Channel(channel, string.Join('\n', rows));
        }
        Continue(first, second);
        Succeed(second);
        second.Json("output", "data", "evaluation.json").GetProperty("test").GetProperty("accuracy").GetDouble().ShouldBeGreaterThan(0.85);
        var (before, after) = (File.ReadAllBytes(first.PathOf("model", "model.safetensors")), File.ReadAllBytes(second.PathOf("model", "model.safetensors")));
        // the first layer's weight and bias are the first bytes behind the header
        Body(after)[..(128 * 65 * 4)].ShouldBe(Body(before)[..(128 * 65 * 4)]);

        static byte[] Body(byte[] file) => file[(8 + BitConverter.ToInt32(file))..];
    }

    [Fact]
    public void ModelOfOnesOwn_IsContinuedByNamesAndShapes()
    {
        Job Own(params (string, string)[] more)
        {
            var job = Digits([("sagemaker_program", "ResidualMlp.dll"), ("blocks", "2"), .. more]);
            Directory.CreateDirectory(job.PathOf("code"));
            File.Copy(example.Path, job.PathOf("code", "ResidualMlp.dll"));
            return job;
        }

        using var first = Own();
        var fresh = First(Succeed(first), "train:loss");
        using var second = Continue(first, Own(("epochs", "1"), ("freeze_layers", "input,block0"), ("layer_learning_rate_decay", "0.5")));
        First(Succeed(second), "train:loss").ShouldBeLessThan(fresh / 2);
        using var wider = Continue(first, Own(("blocks", "3"), ("freeze_layers", "block9")));
        Refused(wider, "tensor block2.first.weight: found none of this name in the model", "Fix: set blocks=2 as the job that made the model did");
        using var builtIn = Continue(first, Digits());
        Refused(builtIn, "found a model of ResidualMlp.dll, but this job brings no such code");
    }

    [Theory]
    [InlineData("link")]
    [InlineData("outside")]
    [InlineData("truncated")]
    public void HostileArchive_EndsAsAUserErrorAndWritesNothingElsewhere(string kind)
    {
        using var first = Digits(("epochs", "1"));
        Succeed(first);
        using var job = Digits().DeclareChannel("model", "application/x-sagemaker-model");
        var archive = job.PathOf("input", "data", "model", "model.tar.gz");
        var trap = job.PathOf("trap");
        File.WriteAllText(trap, "as it was");
        switch (kind)
        {
            case "link":
                File.CreateSymbolicLink(first.PathOf("model", "config"), trap);
                Tar("-C", first.PathOf("model"), "-czf", archive, ".");
                break;
            case "outside":
                Tar("-C", first.PathOf("model"), "-czf", archive, "-P", "--transform", $"s,./model.json,{trap},", ".");
                break;
            default:
                Tar("-C", first.PathOf("model"), "-czf", archive, ".");
                File.WriteAllBytes(archive, File.ReadAllBytes(archive)[..20_000]);
                break;
        }
        Refused(job, "channel model, file model.tar.gz: ", kind switch { "link" => "a link to", "outside" => "leads out", _ => "the archive was cut short" });
        File.ReadAllText(trap).ShouldBe("as it was");
    }

    [Fact]
    public void Validate_TellsWhatDoesNotFitAndLeavesNothing()
    {
        using var first = Digits(("epochs", "1"));
        Succeed(first);
        using var second = Continue(first, Digits(("hidden_layers", "[64]")));
        var (exitCode, lines, _) = second.Run("validate");
        exitCode.ShouldBe(1);
        lines.ShouldContain(line => line.Contains("hyperparameter hidden_layers: found [64], but the model of channel model was made with [128]"));
        Directory.Exists(second.PathOf("model")).ShouldBeFalse();
    }
}
