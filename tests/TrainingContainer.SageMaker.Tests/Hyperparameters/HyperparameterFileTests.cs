namespace TrainingContainer.SageMaker.Tests;

public sealed class HyperparameterFileTests : IDisposable
{
    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Read_Strings_AsTheyStand()
    {
        var values = _job.ReadHyperparameters("""{"epochs":"20","optimizer":"\"adam\"","empty":"","_tuning_objective_metric":"validation:loss"}""");
        _job.Mistakes.ShouldBeEmpty();
        values.ShouldBe(new Dictionary<string, string>
        {
            ["epochs"] = "20", ["optimizer"] = "\"adam\"", ["empty"] = "", ["_tuning_objective_metric"] = "validation:loss",
        });
    }

    [Fact]
    public void Read_OtherValues_AsTheirJsonText()
    {
        var values = _job.ReadHyperparameters("""{"a":20,"b":1e-05,"c":true,"d":null,"e":[1, 2],"f":{"g":1}}""");
        _job.Mistakes.ShouldBeEmpty();
        values.Values.ShouldBe(["20", "1e-05", "true", "null", "[1, 2]", "{\"g\":1}"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(" {\n} \n")]
    [InlineData("\ufeff{}")]
    public void Read_EmptyObject_IsFine(string json)
    {
        _job.ReadHyperparameters(json).ShouldBeEmpty();
        _job.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public void Read_MissingFile_NamesTheLikelyCause()
    {
        HyperparameterFile.Read(_job.Paths.HyperparametersFile, _job.Mistakes).ShouldBeEmpty();
        var text = _job.Mistakes.ShouldHaveSingleItem().ToString();
        text.ShouldContain(_job.Paths.HyperparametersFile);
        text.ShouldContain("/opt/ml is mounted");
        text.ShouldContain("SAGEMAKER_BASE_DIR");
    }

    [Fact]
    public void Read_DirectoryInPlaceOfTheFile_IsAMistake()
    {
        Directory.CreateDirectory(_job.Paths.HyperparametersFile);
        HyperparameterFile.Read(_job.Paths.HyperparametersFile, _job.Mistakes).ShouldBeEmpty();
        _job.Mistakes.ShouldHaveSingleItem();
    }

    [Fact]
    public void Read_MalformedJson_NamesLineColumnAndSpot()
    {
        _job.ReadHyperparameters("{\n  \"epochs\": \"20\"\n  \"lr\": \"0.1\"\n}").ShouldBeEmpty();
        var mistake = _job.Mistakes.ShouldHaveSingleItem();
        mistake.Where.ShouldEndWith("hyperparameters.json, line 3, column 3");
        mistake.What.ShouldStartWith("found malformed JSON: {   \"epochs\": \"20\"    <here> \"lr\": \"0.1\" } (");
        mistake.What.ShouldNotContain("BytePositionInLine");
    }

    [Fact]
    public void Read_MalformedJsonAfterWideCharacters_CountsCharacters()
    {
        _job.ReadHyperparameters("{\"n\u00e4me\": \"\u00fc\" ,}");
        _job.Mistakes.ShouldHaveSingleItem().Where.ShouldEndWith("line 1, column 15");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    public void Read_EmptyFile_SaysThatAnObjectWasExpected(string json)
    {
        _job.ReadHyperparameters(json);
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldBe("found nothing, expected a JSON object");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("3")]
    public void Read_NoObject_ShowsWhatWasFound(string json)
    {
        _job.ReadHyperparameters(json);
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldStartWith($"found \"{json}\", expected a JSON object");
    }

    [Fact]
    public void Read_SameNameTwice_NamesBothPlaces()
    {
        var values = _job.ReadHyperparameters("{\"lr\":\"1\",\n \"lr\":\"2\"}");
        var mistake = _job.Mistakes.ShouldHaveSingleItem();
        mistake.Where.ShouldEndWith("line 2, column 2");
        mistake.What.ShouldBe("found \"lr\" again (first in line 1, column 2), expected every name once");
        values["lr"].ShouldBe("1");
    }

    [Fact]
    public void Read_SameNameAThousandTimes_IsReportedTwentyTimes()
    {
        _job.ReadHyperparameters($"{{{string.Join(',', Enumerable.Repeat("\"lr\":\"1\"", 1000))}}}").Count.ShouldBe(1);
        _job.Mistakes.Count.ShouldBe(20);
    }

    [Fact]
    public void Read_EveryMistake_SaysHowToFixIt()
    {
        foreach (var json in new[] { "", "[]", "{", "{\"a\":1,\"a\":1}", $"{{\"{new string('x', 300)}\":1}}", $"{{\"a\":\"{new string('x', 3000)}\"}}" })
            _job.ReadHyperparameters(json);
        _job.Mistakes.Count.ShouldBe(6);
        _job.Mistakes.ShouldAllBe(mistake => mistake.Fix != null);
    }

    [Fact]
    public void Read_SameNameInAnotherSpelling_IsTheSameName()
    {
        _job.ReadHyperparameters("{\"lr\":\"1\",\"\\u006cr\":\"2\"}");
        _job.Mistakes.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":\"a\"}")]
    public void Read_HalfASurrogatePair_IsAMistake(string json)
    {
        _job.ReadHyperparameters(json);
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldContain("surrogate");
    }

    [Fact]
    public void Read_BytesThatAreNoUtf8_IsAMistake()
    {
        File.WriteAllBytes(_job.Paths.HyperparametersFile, [.. "{\"a\":\""u8, 0xff, .. "\"}"u8]);
        HyperparameterFile.Read(_job.Paths.HyperparametersFile, _job.Mistakes);
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldContain("UTF-8");
    }

    [Fact]
    public void Read_DeepNesting_IsAMistake()
    {
        _job.ReadHyperparameters("{\"a\":" + new string('[', 50_000) + new string(']', 50_000) + "}");
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldContain("depth");
    }

    [Fact]
    public void Read_GiantFile_IsAMistake()
    {
        _job.ReadHyperparameters("{\"a\":\"" + new string('x', 1 << 20) + "\"}");
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldBe("found more than 1048576 bytes, expected at most 1048576");
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(101, 1)]
    public void Read_MoreThan100Entries_IsAMistake(int count, int mistakes)
    {
        _job.ReadHyperparameters($"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"p{i}\":\"{i}\""))}}}").Count.ShouldBe(100);
        _job.Mistakes.Count.ShouldBe(mistakes);
    }

    [Theory]
    [InlineData(256, 2500, 0)]
    [InlineData(257, 1, 1)]
    [InlineData(1, 2501, 1)]
    public void Read_LongerThanTheApiAllows_IsAMistake(int nameLength, int valueLength, int mistakes)
    {
        _job.ReadHyperparameters($"{{\"{new string('n', nameLength)}\":\"{new string('v', valueLength)}\"}}");
        _job.Mistakes.Count.ShouldBe(mistakes);
    }
}
