namespace TrainingContainer.SageMaker.Tests;

public class SpellingTests
{
    private static readonly string[] Known = ["batch_size", "epochs", "learning_rate", "learning_rate_decay", "momentum", "optimizer"];

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("epcohs", "epochs", 1)]
    [InlineData("ca", "abc", 3)]
    public void Distance_CountsEditsAndExchanges(string a, string b, int distance)
    {
        Spelling.Distance(a, b).ShouldBe(distance);
        Spelling.Distance(b, a).ShouldBe(distance);
    }

    [Theory]
    [InlineData("batch-size")]
    [InlineData("batchSize")]
    [InlineData("BATCH_SIZE")]
    [InlineData(" batch_size ")]
    [InlineData("bacth_size")]
    [InlineData("batch_sizes")]
    public void Nearest_OfAVariant_IsTheDeclaredName(string word) => Spelling.Nearest(word, Known).ShouldBe(["batch_size"]);

    [Theory]
    [InlineData("training", "train")]
    [InlineData("train", "training")]
    public void Nearest_OfABeginning_IsTheWholeWord(string word, string known) => Spelling.Nearest(word, ["validation", known]).ShouldBe([known]);

    [Fact]
    public void Nearest_ListsTheBestFirst() =>
        Spelling.Nearest("learning_rates", Known)[0].ShouldBe("learning_rate");

    [Fact]
    public void Nearest_OfTheSameWordInAnotherCase_IsThatWordOnly() =>
        Spelling.Nearest("batchSize", ["batch_sizes", "batch_size"]).ShouldBe(["batch_size"]);

    [Fact]
    public void Nearest_NamesAtMostThree() => Spelling.Nearest("abcd", ["abce", "abcf", "abcg", "abch"]).ShouldBe(["abce", "abcf", "abcg"]);

    [Theory]
    [InlineData("weight_initializer")]
    [InlineData("")]
    [InlineData("-_-")]
    public void Nearest_OfSomethingElse_IsEmpty(string word) => Spelling.Nearest(word, Known).ShouldBeEmpty();

    [Fact]
    public void Nearest_OfAnEndlessWord_IsNotSearched() => Spelling.Nearest(new string('a', 300), [new string('a', 300)]).ShouldBeEmpty();
}
