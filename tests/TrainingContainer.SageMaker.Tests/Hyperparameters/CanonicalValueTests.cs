namespace TrainingContainer.SageMaker.Tests;

public class CanonicalValueTests
{
    private static readonly IntegerHyperparameter Integer = new("integer", 1, long.MinValue, long.MaxValue);
    private static readonly ContinuousHyperparameter Continuous = new("continuous", 1, double.NegativeInfinity, double.PositiveInfinity);
    private static readonly CategoricalHyperparameter<Padding> Categorical = new("categorical", Padding.None);
    private static readonly BooleanHyperparameter Boolean = new("boolean", true);
    private static readonly IntegerListHyperparameter List = new("list", [], 0, 9999, 8);
    private static readonly FreeTextHyperparameter Text = new("text", "");
    private static readonly HyperparameterCatalog Catalog = new([Integer, Continuous, Categorical, Boolean, List, Text]);

    internal enum Padding
    {
        None,
        SameAsInput,
    }

    [Fact]
    public void Canonical_HoldsEveryDeclaredName_InTheCatalogsOrder()
    {
        var canonical = Read(new() { ["list"] = "(1,2)", ["boolean"] = "False", ["categorical"] = "SAME_AS_INPUT" }).Canonical;
        canonical.Select(entry => $"{entry.Key}={entry.Value}").ShouldBe(
            ["integer=1", "continuous=1", "categorical=same_as_input", "boolean=false", "list=[1, 2]", "text="]);
    }

    [Theory]
    [InlineData("integer", "-9223372036854775808")]
    [InlineData("integer", "2e3")]
    [InlineData("continuous", "0.0020447593724576905")]
    [InlineData("continuous", "1.5e-45")]
    [InlineData("continuous", "3.4028234663852886e38")]
    [InlineData("categorical", "None")]
    [InlineData("categorical", "\"same_as_input\"")]
    [InlineData("boolean", "yes")]
    [InlineData("list", "[]")]
    [InlineData("list", "256,128")]
    [InlineData("text", "plain text")]
    [InlineData("text", "\" blanks \"")]
    [InlineData("text", "\"\\\"\\\\\\\"quoted\\\\\\\"\\\"\"")]
    [InlineData("text", "\"\\\" \\\\\\\"\\\\\\\\\\\\\\\"x\\\\\\\\\\\\\\\"\\\\\\\" \\\"\"")]
    [InlineData("text", "[\"a\", 'b']")]
    [InlineData("text", "\u00e4\ud83d\ude00 \\n")]
    public void Canonical_ReadsBackAsTheSameValue(string name, string raw)
    {
        var once = Read(new() { [name] = raw });
        var again = Read(new(once.Canonical));
        again.Canonical.ShouldBe(once.Canonical);
        again.Get(Text).ShouldBe(once.Get(Text));
        again.Get(Continuous).ShouldBe(once.Get(Continuous));
        again.Get(List).ShouldBe(once.Get(List));
    }

    [Fact]
    public void Canonical_OfRandomTexts_ReadsBack()
    {
        const string Alphabet = "\"\"\\\\ a1[]{}'\t\u00e4,nN";
        var random = new Random(20_260_101);
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            var once = Read(new() { ["text"] = text });
            Read(new(once.Canonical)).Get(Text).ShouldBe(once.Get(Text));
        }
    }

    private static HyperparameterValues Read(Dictionary<string, string> raw)
    {
        var mistakes = new List<Mistake>();
        var values = Catalog.Read(raw, mistakes);
        mistakes.ShouldBeEmpty();
        return values;
    }
}
