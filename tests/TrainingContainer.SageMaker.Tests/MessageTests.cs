namespace TrainingContainer.SageMaker.Tests;

/// <summary>Messages word for word: found, expected, where, and how to fix it.</summary>
public sealed class MessageTests : IDisposable
{
    private static readonly ChannelDeclaration Train = new("train", true, "rows", ["text/csv", "text/plain"], []);

    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    private void Told(params string[] messages) => _job.Mistakes.Select(mistake => mistake.ToString().Replace(_job.Paths.InputConfig, "~")).ShouldBe(messages);

    [Theory]
    [InlineData("", "file ~/hyperparameters.json: found nothing, expected a JSON object. Fix: write {} where there is nothing to say")]
    [InlineData("[1]", "file ~/hyperparameters.json: found \"[1]\", expected a JSON object such as {\"name\": \"value\"}. Fix: put the content between { and }")]
    [InlineData("{\"a\":\"1\",\n\"a\":\"2\"}", "file ~/hyperparameters.json, line 2, column 1: found \"a\" again (first in line 1, column 2), expected every name once. Fix: remove one of the two")]
    [InlineData("{\"a\" 1}", "file ~/hyperparameters.json, line 1, column 6: found malformed JSON: {\"a\"  <here> 1} ('1' is invalid after a property name. Expected a ':'). Fix: correct the JSON text")]
    [InlineData("{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" 1, \"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\": 2}", "file ~/hyperparameters.json, line 1, column 41: found malformed JSON: …aaaaaaaaaaaaaaaaaaaaaa\"  <here> 1, \"bbbbbbbbbbbbbbbbbbbb… ('1' is invalid after a property name. Expected a ':'). Fix: correct the JSON text")]
    [InlineData("{\"a\":\"\\ud800\"}", "file ~/hyperparameters.json, line 1, column 6: found malformed JSON: {\"a\": <here> \"\\ud800\"} (half of a surrogate pair (\\ud800 to \\udfff) stands alone in a string). Fix: correct the JSON text")]
    public void FileThatIsNoObject(string json, string message)
    {
        _job.ReadHyperparameters(json);
        Told(message);
    }

    [Fact]
    public void FileThatIsNotUtf8()
    {
        File.WriteAllBytes(_job.Paths.HyperparametersFile, [0xFF]);
        HyperparameterFile.Read(_job.Paths.HyperparametersFile, _job.Mistakes);
        Told("file ~/hyperparameters.json: found bytes that are not UTF-8, expected JSON text in UTF-8. Fix: save it as UTF-8");
    }

    [Fact]
    public void FileThatIsMissingOrADirectoryOrTooLarge()
    {
        HyperparameterFile.Read(_job.Paths.HyperparametersFile, _job.Mistakes);
        HyperparameterFile.Read(_job.Paths.InputConfig, _job.Mistakes);
        HyperparameterFile.Read("/\0", _job.Mistakes);
        File.WriteAllText(_job.Paths.HyperparametersFile, new string(' ', (1 << 20) + 1));
        HyperparameterFile.Read(_job.Paths.HyperparametersFile, _job.Mistakes);
        const string Mounted = "check that /opt/ml is mounted, or that SAGEMAKER_BASE_DIR names the right directory";
        Told(
            $"file ~/hyperparameters.json: found no such file, expected the one that SageMaker writes. Fix: {Mounted}",
            $"file ~: found a directory, expected a file. Fix: {Mounted}",
            $"file /\\x00: found it unreadable (Null character in path. (Parameter 'path')), expected a readable file. Fix: {Mounted}",
            "file ~/hyperparameters.json: found more than 1048576 bytes, expected at most 1048576. Fix: shorten it, or check that it is the right file");
    }

    [Fact]
    public void FileOfExactlyTheLargestSize_IsRead()
    {
        _job.ReadHyperparameters("{}" + new string(' ', (1 << 20) - 2));
        Told();
    }

    [Fact]
    public void HyperparametersBeyondTheLimits()
    {
        var (name, value) = (new string('n', 257), new string('v', 2_501));
        _job.ReadHyperparameters($$"""{"{{name}}":"1","v":"{{value}}"{{string.Concat(Enumerable.Range(0, 99).Select(i => $",\"{i}\":\"\""))}}}""").Count.ShouldBe(98);
        Told(
            "file ~/hyperparameters.json: found 101 hyperparameters, expected at most 100. Fix: remove some",
            $"hyperparameter {new string('n', 79)}…: found a name of 257 characters, expected at most 256. Fix: shorten the name",
            $"hyperparameter v: found \"{new string('v', 79)}…\" of 2501 characters, expected at most 2500. Fix: shorten the value");
    }

    [Fact]
    public void HyperparametersAtTheLimits_AreRead()
    {
        var values = _job.ReadHyperparameters($$"""{"{{new string('n', 256)}}":"{{new string('v', 2_500)}}"{{string.Concat(Enumerable.Range(0, 99).Select(i => $",\"{i}\":\"\""))}}}""");
        values.Count.ShouldBe(100);
        values["0"].ShouldBe("");
        Told();
    }

    [Theory]
    [InlineData("""{"train":{"ContentType":"csv"}}""", "channel train: found the content type \"csv\", expected type/subtype, with ;name=value after it where needed, such as \"text/csv\" or \"text/csv;label_size=0\". Fix: correct this channel's ContentType")]
    [InlineData("""{"train":{"ContentType":"image/png"}}""", "channel train: found the content type \"image/png\", expected text/csv or text/plain. Fix: set this channel's ContentType to text/csv")]
    [InlineData("""{"train":{"TrainingInputMode":"Stream"}}""", "channel train: found the input mode \"Stream\", expected File or FastFile or Pipe. Fix: set TrainingInputMode (or this channel's InputMode) to File")]
    [InlineData("""{"train":{"TrainingInputMode":1}}""", "channel train: found TrainingInputMode 1, expected a string. Fix: put it in double quotes")]
    [InlineData("""{"train":[]}""", "channel train: found \"[]\", expected a JSON object such as {\"TrainingInputMode\": \"File\"}. Fix: the data itself belongs into the channel's directory")]
    [InlineData("""{"train":{},"a/b":{}}""", "channel a/b: found the channel name \"a/b\", expected 1 to 64 letters, digits, dots, dashes or underscores. Fix: rename the channel")]
    [InlineData("""{"test-9":{},"b":{}}""", "channel train: found the channels b, test-9 only, expected the channel train (rows). Fix: give the job an InputDataConfig entry with ChannelName train")]
    [InlineData("{}", "channel train: found no channel at all, expected the channel train (rows). Fix: give the job an InputDataConfig entry with ChannelName train")]
    public void ChannelThatIsWrong(string json, string message)
    {
        _job.MakeChannel("train");
        _job.ReadChannels(json, Train);
        Told(message);
    }

    [Fact]
    public void ChannelNameOf64Letters_IsAllowed()
    {
        _job.ReadChannels($$"""{"{{new string('a', 64)}}":{},"a.-_9":{},"{{new string('a', 65)}}":{} }""").Count.ShouldBe(2);
        _job.Mistakes.Count.ShouldBe(1);
    }

    [Fact]
    public void ContentTypeOf256Characters_IsAllowed()
    {
        ContentType.TryParse("text/" + new string('a', 251), out _, out _).ShouldBeTrue();
        ContentType.TryParse("text/" + new string('a', 252), out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("text/csv;a=\"b\\\"c;d\"", "b\"c;d")]
    [InlineData("text/csv;a=\"\"", "")]
    [InlineData("text/csv;a=\"b\\\\\"", "b\\")]
    public void QuotedParameter_KeepsWhatIsInIt(string text, string value)
    {
        ContentType.TryParse(text, out var parsed, out _).ShouldBeTrue();
        parsed!.Parameters["a"].ShouldBe(value);
        ContentType.TryParse(parsed.ToString(), out var again, out _).ShouldBeTrue();
        again.ShouldBe(parsed);
    }

    [Theory]
    [InlineData("text/csv;=b")]
    [InlineData("text/csv;a=\"b\"c\"")]
    [InlineData("text/csv;a=\"\u0001\"")]
    [InlineData("text/csv;a=\"")]
    public void ParameterThatIsNone_IsRefused(string text) => ContentType.TryParse(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void DeclarationsThatAreWrong()
    {
        Wrong(() => _ = new IntegerHyperparameter("n", 3, 0, 2), "hyperparameter n: found the default 3, expected an integer from 0 to 2");
        Wrong(() => _ = new ContinuousHyperparameter("d", 3, 0, 2), "hyperparameter d: found the default 3, expected a number from 0 to 2");
        Wrong(() => _ = new CategoricalHyperparameter<DayOfWeek>("c", (DayOfWeek)9), "hyperparameter c: found the default 9, expected one of sunday, monday, tuesday, wednesday, thursday, friday, saturday");
        Wrong(() => _ = new IntegerListHyperparameter("l", [1, 9], 0, 2, 3), "hyperparameter l: found the default [1, 9], expected a list such as [256, 128] of up to 3 integers, each 0 to 2");
        Wrong(() => _ = new IntegerHyperparameter("n", 1, 0, 2) { Scaling = "Log" }, "found \"Log\", expected one of Auto, Linear, Logarithmic, ReverseLogarithmic");
        Wrong(() => _ = new ContinuousHyperparameter("d", 1, 0, 2) { Scaling = "" }, "found \"\", expected one of Auto, Linear, Logarithmic, ReverseLogarithmic");
        Wrong(() => _ = new HyperparameterCatalog([new FreeTextHyperparameter("f", "x") { Validate = _ => "another text" }]), "hyperparameter f: found the default x, expected another text");
        Wrong(() => _ = new MetricCatalog([.. Enumerable.Range(0, 41).Select(i => new Metric($"m{i}", MetricDirection.Minimize, "", true))]), "found 41 metrics, expected at most 40");
        Wrong(() => _ = new MetricCatalog([new Metric("a b", MetricDirection.Minimize, "", true)]), "metric a b: found a name that its own line cannot carry");
    }

    [Theory]
    [InlineData("Linear")]
    [InlineData("Auto")]
    [InlineData("Logarithmic")]
    [InlineData("ReverseLogarithmic")]
    public void ScalingOfTheTuner_IsKept(string scaling)
    {
        new IntegerHyperparameter("n", 1, 0, 2) { Scaling = scaling }.Scaling.ShouldBe(scaling);
        new IntegerHyperparameter("n", 1, 0, 2).Scaling.ShouldBe("Auto");
        new ContinuousHyperparameter("d", 1, 0, 2).Scaling.ShouldBe("Auto");
    }

    [Fact]
    public void EndsOfRanges_AreAllowed()
    {
        var list = new IntegerListHyperparameter("l", [1, 3, 3], 1, 3, 3);
        list.TryRead(DecodedValue.Of("[1, 2, 3]"), out var read, out _).ShouldBeTrue();
        read.ShouldBe([1, 2, 3]);
        foreach (var wrong in new[] { "[0]", "[4]", "[1, 1, 1, 1]", "[1, true]" })
            list.TryRead(DecodedValue.Of(wrong), out _, out _).ShouldBeFalse(wrong);
        new IntegerHyperparameter("n", 2, 0, 2).Default.ShouldBe(2);
        new BooleanHyperparameter("b", true).TypeName.ShouldBe("Categorical");
        new BooleanHyperparameter("b", true).RangeText.ShouldBe("true, false");
        new FreeTextHyperparameter("f", "").RangeText.ShouldBe("any text");
        new FreeTextHyperparameter("f", "").Help.ShouldBe("");
        new IntegerHyperparameter("n", 1, long.MinValue, long.MaxValue).RangeText.ShouldBe("any integer");
        new IntegerHyperparameter("n", 1, long.MinValue, 5).RangeText.ShouldBe("at most 5");
    }

    [Fact]
    public void MetricTable_TellsDirectionAndUse()
    {
        var table = new MetricCatalog([new Metric("a", MetricDirection.Minimize, "A.", true), new Metric("b", MetricDirection.Maximize, "B.", false)]).ToMarkdown();
        table.ShouldContain("| `a` | smaller | yes | A. |");
        table.ShouldContain("| `b` | larger | no | B. |");
    }

    [Fact]
    public void SpellingsAreOrderedByDistanceAndThenByName()
    {
        Spelling.Nearest("rate", ["rato", "rated", "gate", "ratedxx"]).ShouldBe(["gate", "rated", "rato"]);
        Spelling.DidYouMean("rate", ["rato", "gate"]).ShouldBe("did you mean gate or rato?");
        Spelling.Nearest("abc", ["abcdefgh"]).ShouldBe(["abcdefgh"]);
        Spelling.Nearest("ab", ["abcdefgh"]).ShouldBeEmpty();
        Spelling.Nearest(new string('a', 256), [new string('a', 256)]).Count.ShouldBe(1);
    }

    [Fact]
    public void ServiceTextThatIsBlankInTheCatalog_GivesItsDefaultInTheFix()
    {
        var catalog = new HyperparameterCatalog([new IntegerHyperparameter("n", 1, 0, 2), new FreeTextHyperparameter("f", "") { Validate = text => text.Length == 0 ? null : "nothing" }]);
        catalog.Read(new Dictionary<string, string> { ["n"] = "7", ["f"] = "x" }, _job.Mistakes);
        Told(
            "hyperparameter n: found \"7\", expected an integer from 0 to 2. Fix: leave it out to use the default 1",
            "hyperparameter f: found \"x\", expected nothing. Fix: leave it out");
    }

    private static void Wrong(Action declare, string message) => Should.Throw<ArgumentException>(declare).Message.ShouldBe(message);
}
