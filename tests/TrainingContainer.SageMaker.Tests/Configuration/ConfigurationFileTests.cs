namespace TrainingContainer.SageMaker.Tests;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    private string Mistake(string json)
    {
        _job.ReadHyperparameters(json);
        return _job.Mistakes.ShouldHaveSingleItem().ToString();
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Nesting_IsAllowedTo32Levels(int depth, bool allowed)
    {
        File.WriteAllText(_job.Paths.HyperparametersFile, $"{{\"a\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}");
        (ConfigurationFile.ReadMembers(_job.Paths.HyperparametersFile, _job.Mistakes) is not null).ShouldBe(allowed);
        if (!allowed) _job.Mistakes.ShouldHaveSingleItem().What.ShouldContain("found malformed JSON");
    }

    [Fact]
    public void Excerpt_ShowsUpTo24CharactersOnEachSideWhole() =>
        Mistake("{\"aaaaaaaaaaaaaaaaaaaa\" 1, \"bbbbbbbbbbbbbbbb\":2}").ShouldContain(
            "line 1, column 25: found malformed JSON: {\"aaaaaaaaaaaaaaaaaaaa\"  <here> 1, \"bbbbbbbbbbbbbbbb\":2} (");

    [Fact]
    public void Excerpt_MarksWhatIsCutOff() =>
        Mistake("{\"aaaaaaaaaaaaaaaaaaaaa\" 1, \"bbbbbbbbbbbbbbbbb\":2}").ShouldContain(
            "line 1, column 26: found malformed JSON: …\"aaaaaaaaaaaaaaaaaaaaa\"  <here> 1, \"bbbbbbbbbbbbbbbbb\":2… (");

    [Fact]
    public void Mistake_IsFoundInItsLine() => Mistake("{\n\"a\": \"1\",\n\"b\" 2}").ShouldContain("hyperparameters.json, line 3, column 5: found malformed JSON: ");

    [Fact]
    public void Cause_IsTheReadersWithoutItsPosition() => Mistake("{\"a\" 1}").ShouldNotContain("LineNumber");
}
