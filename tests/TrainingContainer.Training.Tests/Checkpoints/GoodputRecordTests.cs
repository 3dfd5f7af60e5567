using System.Text.Json;

namespace TrainingContainer.Training.Tests;

public sealed class GoodputRecordTests
{
    private static GoodputRecord Record(int attempts, long steps, double training, double startUp = 0) => new()
    {
        Attempts = attempts,
        Steps = steps,
        Seconds = new Dictionary<string, double> { ["training"] = training, ["start_up"] = startUp },
    };

    private static (int, long, long, double) Counts(GoodputRecord record) => (record.Attempts, record.Steps, record.RedoneSteps, record.RedoneSeconds);

    [Fact]
    public void FirstAttempt_HasNothingBehindIt() => Counts(GoodputRecord.Resumed(null, null)).ShouldBe((1, 0, 0, 0));

    [Fact]
    public void CheckpointAlone_LosesNothingThatIsKnown() =>
        Counts(GoodputRecord.Resumed(Record(2, 100, 10), null)).ShouldBe((3, 100, 0, 0));

    [Fact]
    public void NoCheckpoint_LosesAll()
    {
        var record = GoodputRecord.Resumed(null, Record(1, 40, 4, startUp: 2));
        Counts(record).ShouldBe((2, 40, 40, 4));
        record.Share.ShouldBe(0);
        record.TotalSeconds.ShouldBe(6);
    }

    [Theory]
    [InlineData(1, 120, 12)]
    [InlineData(2, 90, 12)]
    [InlineData(2, 120, 9)]
    public void ProgressOlderThanTheCheckpoint_TellsNothing(int attempts, long steps, double training) =>
        Counts(GoodputRecord.Resumed(Record(2, 100, 10), Record(attempts, steps, training))).ShouldBe((3, 100, 0, 0));

    [Fact]
    public void Line_NamesTheGreatestShareFirstAndLeavesOutWhatTookNoTime()
    {
        var record = new GoodputRecord
        {
            Attempts = 2,
            RedoneSteps = 35,
            RedoneSeconds = 1.25,
            Seconds = new Dictionary<string, double> { ["start_up"] = 0.875, ["evaluation"] = 2, ["training"] = 97.125, ["data_wait"] = 0.01, ["checkpoint_stall"] = 0.0625 },
        };
        record.Line().ShouldBe("goodput 95.8 % of 100.1 s: training 97.1 s, evaluation 2.0 s, start up 0.9 s, checkpoint stall 0.1 s; 2 attempts, 35 steps (1.3 s) redone");
        (record with { Attempts = 1 }).Line().ShouldEndWith("checkpoint stall 0.1 s");
        GoodputRecord.None.Line().ShouldBe("goodput 0.0 % of 0.0 s");
    }

    [Fact]
    public void Json_OfACheckpoint_ComesBackWhole()
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        var json = JsonSerializer.Serialize(Record(2, 100, 10, 1) with { RedoneSteps = 3, RedoneSeconds = 0.5 }, options);
        json.ShouldBe("""{"attempts":2,"steps":100,"redone_steps":3,"redone_seconds":0.5,"seconds":{"training":10,"start_up":1}}""");
        var back = JsonSerializer.Deserialize<GoodputRecord>(json, options)!;
        Counts(back).ShouldBe((2, 100, 3, 0.5));
        (back.SecondsOf(GoodputPhase.Training), back.SecondsOf(GoodputPhase.StartUp), back.TotalSeconds).ShouldBe((10, 1, 11));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"attempts":-5,"steps":-1,"redone_steps":-1,"redone_seconds":-1,"seconds":null}""")]
    [InlineData("""{"attempts":0,"seconds":{"training":"NaN","start_up":-3,"evaluation":"Infinity","else":9}}""")]
    public void ImpossibleValues_CountAsNothing(string json)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        };
        var record = JsonSerializer.Deserialize<GoodputRecord>(json, options)!;
        Counts(record).ShouldBe((0, 0, 0, 0));
        (record.TotalSeconds, record.Share).ShouldBe((0, 0));
        Counts(GoodputRecord.Resumed(record, record)).ShouldBe((1, 0, 0, 0));
    }

    [Fact]
    public void HugeValues_DoNotOverflow()
    {
        var huge = new GoodputRecord { Attempts = int.MaxValue, Steps = long.MaxValue, RedoneSteps = long.MaxValue, RedoneSeconds = double.MaxValue };
        var resumed = GoodputRecord.Resumed(huge, huge);
        resumed.Attempts.ShouldBeGreaterThan(0);
        resumed.RedoneSteps.ShouldBeGreaterThan(0);
        resumed.Line().ShouldContain("redone");
    }

    [Fact]
    public void File_HasEveryPhase()
    {
        var folder = Directory.CreateTempSubdirectory("goodput-").FullName;
        try
        {
            var path = Path.Combine(folder, "data", GoodputFile.Name);
            GoodputFile.Write(path, Record(1, 100, 30, startUp: 10));
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            json.RootElement.GetProperty("goodput").GetDouble().ShouldBe(0.75);
            json.RootElement.GetProperty("total_seconds").GetDouble().ShouldBe(40);
            json.RootElement.GetProperty("steps").GetInt64().ShouldBe(100);
            json.RootElement.GetProperty("seconds").EnumerateObject().Select(phase => phase.Name)
                .ShouldBe(["start_up", "data_wait", "training", "evaluation", "checkpoint_stall", "saving", "other"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
