using System.Text;
using System.Text.Json;

namespace EndToEnd;

/// <summary>The same checks as train, in one report, without a trace.</summary>
public sealed class ValidateTests
{
    private const string Good = "a,1,2\nb,3,4\na,5,6\nb,7,8\n";

    private static string[] Validate(Job job, int exitCode)
    {
        var before = Entries(job);
        var (code, lines, errors) = job.Run("validate");
        code.ShouldBe(exitCode, ProgramLog.Excerpt(lines, errors));
        Entries(job).ShouldBe(before);
        return lines;
    }

    private static JsonElement ValidateAsJson(Job job, int exitCode)
    {
        var (code, lines, errors) = job.Run("validate", "--json");
        code.ShouldBe(exitCode, ProgramLog.Excerpt(lines, errors));
        using var document = JsonDocument.Parse(string.Join('\n', lines));
        return document.RootElement.Clone();
    }

    private static string[] Entries(Job job) => [.. Directory.GetFileSystemEntries(job.Folder, "*", SearchOption.AllDirectories).Order()];

    private static string[] Wheres(JsonElement report) => [.. report.GetProperty("mistakes").EnumerateArray().Select(mistake => mistake.GetProperty("where").GetString()!)];

    private static string Rows(int count, Func<int, string> label) =>
        string.Concat(Enumerable.Range(0, count).Select(row => $"{label(row)},{row},{row % 7}\n"));

    [Fact]
    public void GoodJob_TellsWhatWasFound()
    {
        using var job = new Job().Sample("digits");
        var lines = Validate(job, 0);
        lines.ShouldContain(line => line.StartsWith("channel train: first 1000 rows read (1 file, 0.176 MB), 64 features, 10 classes (0, 1,"));
        lines.ShouldContain(line => line.StartsWith("channel test: all 300 rows read"));
        lines.ShouldContain(line => line.StartsWith("device: "));
        lines.ShouldContain("model: mlp with 9610 parameters");
        lines[^1].ShouldBe("ok: found no mistake");
    }

    [Fact]
    public void GoodJob_AsJson()
    {
        using var job = new Job().Sample("diabetes");
        job.Hyperparameters(("task", "regression"), ("momentum", "0.5"));
        var report = ValidateAsJson(job, 0);
        report.GetProperty("ok").GetBoolean().ShouldBeTrue();
        report.GetProperty("task").GetString().ShouldBe("regression");
        report.GetProperty("mistakes").GetArrayLength().ShouldBe(0);
        report.GetProperty("warnings").EnumerateArray().Single().GetString()!.ShouldContain("momentum changes nothing");
        report.GetProperty("device").GetString()!.ShouldMatch("^(cpu|cuda)");
        report.GetProperty("model").GetProperty("outputs").GetInt32().ShouldBe(1);
        report.GetProperty("hyperparameters").GetProperty("momentum").GetString().ShouldBe("0.5");
        var train = report.GetProperty("channels").EnumerateArray().Single(channel => channel.GetProperty("name").GetString() == "train");
        train.GetProperty("rows").GetInt32().ShouldBe(312);
        train.GetProperty("is_whole").GetBoolean().ShouldBeTrue();
        train.GetProperty("features").GetInt32().ShouldBe(10);
        train.GetProperty("labels").GetString().ShouldBe("numbers");
    }

    [Fact]
    public void EveryMistakeOfConfigurationAndChannels_IsInOneReport()
    {
        using var job = new Job().Channel("train", Good).Channel("validation", "a,1,2\nc,3,4\n").Channel("test", "a,1\n").Channel("extra", Good);
        job.Hyperparameters(("epochs", "-1"), ("learning_rat", "0.1"), ("input_shape", "[1,5,5]"));
        var report = ValidateAsJson(job, 1);
        report.GetProperty("ok").GetBoolean().ShouldBeFalse();
        Wheres(report).ShouldBe(
        [
            "hyperparameter epochs", "hyperparameter learning_rat",
            "channel validation, file data.csv, row 2, column 1", "channel test, file data.csv, row 1", "hyperparameter input_shape",
        ]);
        foreach (var mistake in report.GetProperty("mistakes").EnumerateArray())
        {
            mistake.GetProperty("what").GetString()!.ShouldContain("found ");
            mistake.GetProperty("fix").GetString().ShouldNotBeNullOrEmpty();
        }
        report.GetProperty("warnings").EnumerateArray().Single().GetString()!.ShouldContain("channel extra is not read");

        var lines = Validate(job, 1);
        lines.ShouldContain("5 mistakes:");
        lines.ShouldContain(line => line.StartsWith("- hyperparameter learning_rat: found \"0.1\"") && line.EndsWith("Fix: did you mean learning_rate?"));
        job.Failure.ShouldBeEmpty();
    }

    [Fact]
    public void WrongTrainingChannel_DoesNotHideTheOthers()
    {
        using var job = new Job().Channel("train", "a,1,2\nb,3,four\n").Channel("validation", "a,1,2\nb,3,x\n");
        Wheres(ValidateAsJson(job, 1)).ShouldBe(["channel train, file data.csv, row 2, column 3", "channel validation, file data.csv, row 2, column 3"]);
    }

    [Fact]
    public void WrongModeOfAChannel_IsToldOnceAndItsRowsAreNotRead()
    {
        using var job = new Job().Channel("train", Good).Channel("validation", Encoding.UTF8.GetBytes("oops"), mode: "Pipe");
        var report = ValidateAsJson(job, 1);
        Wheres(report).ShouldBe(["channel validation"]);
        report.GetProperty("channels").EnumerateArray().Single().GetProperty("name").GetString().ShouldBe("train");
    }

    [Fact]
    public void WrongTask_LeavesTheRowsUnread()
    {
        using var job = new Job().Channel("train", "1.5,1,2\n");
        job.Hyperparameters(("task", "regresion"));
        var report = ValidateAsJson(job, 1);
        Wheres(report).ShouldBe(["hyperparameter task"]);
        report.GetProperty("warnings").EnumerateArray().Single().GetString()!.ShouldContain("first correct hyperparameter task");
    }

    [Fact]
    public void NothingThere_SaysSo()
    {
        using var job = new Job();
        File.Delete(job.PathOf("input", "config", "hyperparameters.json"));
        var report = ValidateAsJson(job, 1);
        Wheres(report).ShouldBe([$"file {job.PathOf("input", "config", "hyperparameters.json")}", $"file {job.PathOf("input", "config", "inputdataconfig.json")}"]);
    }

    [Fact]
    public void MistakeBehindTheFirstThousandRows_IsNotLookedFor()
    {
        using var job = new Job().Channel("train", Rows(1_000, row => row % 2 == 0 ? "a" : "b") + "c,oops\n");
        Validate(job, 0).ShouldContain(line => line.StartsWith("channel train: first 1000 rows read"));
    }

    [Fact]
    public void ClassThatTheSampleDoesNotHave_OnlyWarns()
    {
        using var job = new Job().Channel("train", Rows(1_200, row => row < 1_000 ? "a" : "b")).Channel("validation", "a,1,2\nb,3,4\n");
        job.Hyperparameters(("class_weights", "[1, 2]"));
        var lines = Validate(job, 0);
        lines.Count(line => line.StartsWith("warning: ")).ShouldBe(3);
        lines.ShouldContain(line => line.StartsWith("warning: channel train: found a single class, \"a\""));
        lines.ShouldContain(line => line.StartsWith("warning: hyperparameter class_weights: found 2 weights"));
        lines.ShouldContain(line => line.StartsWith("warning: channel validation has classes") && line.Contains(": b."));
    }

    [Fact]
    public void SingleClassInAWholeChannel_IsAMistake()
    {
        using var job = new Job().Channel("train", "a,1,2\na,3,4\n");
        Wheres(ValidateAsJson(job, 1)).ShouldBe(["channel train"]);
    }

    [Fact]
    public void TooFewRowsToHoldSomeOut_IsAMistake()
    {
        using var job = new Job().Channel("train", "a,1,2\nb,3,4\n");
        job.Hyperparameters(("split", "stratified"));
        Wheres(ValidateAsJson(job, 1)).ShouldBe(["stratified split"]);
    }

    [Fact]
    public void FileInTheWayOfTheModel_IsAMistake()
    {
        using var job = new Job().Channel("train", Good);
        File.WriteAllText(job.PathOf("model"), "");
        Wheres(ValidateAsJson(job, 1)).ShouldBe([$"folder {job.PathOf("model")}"]);
    }

    [Fact]
    public void GpuThatIsNotThere_IsAMistakeAmongOthers()
    {
        using var job = new Job().Channel("train", "a,1\na,2\n");
        job.Hyperparameters(("device", "cuda"));
        var report = ValidateAsJson(job, 1);
        if (report.GetProperty("device").ValueKind != JsonValueKind.Null)
            Assert.Skip("there is a GPU here");
        Wheres(report).ShouldBe(["hyperparameter device", "channel train"]);
    }

    [Fact]
    public void HugeChannel_IsReadInAMoment()
    {
        using var job = new Job().Channel("train", Rows(2_000, row => row % 2 == 0 ? "a" : "b"));
        using (var file = File.OpenWrite(job.PathOf("input", "data", "train", "data.csv")))
            file.SetLength(100L << 30);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        Validate(job, 0);
        System.Diagnostics.Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void JobThatValidates_Trains()
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "1"), ("threads", "1"));
        Validate(job, 0);
        job.Run("train").ExitCode.ShouldBe(0);
        Validate(job, 0);
    }
}
