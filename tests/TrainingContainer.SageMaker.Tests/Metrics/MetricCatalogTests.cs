namespace TrainingContainer.SageMaker.Tests;

public class MetricCatalogTests
{
    private static readonly Metric Loss = new("validation:loss", MetricDirection.Minimize, "Mean loss | per row.", Objective: true);

    [Fact]
    public void Best_IsTheSameMetricsBestValue()
    {
        Loss.Best.Name.ShouldBe("validation:loss:best");
        Loss.Best.Direction.ShouldBe(MetricDirection.Minimize);
        Loss.Best.Objective.ShouldBeTrue();
        Loss.Best.Help.ShouldBe("The best validation:loss so far.");
        Loss.Best.ToString().ShouldBe("validation:loss:best");
    }

    [Fact]
    public void Find_ByName()
    {
        var catalog = new MetricCatalog([Loss, Loss.Best]);
        catalog.Find("validation:loss:best").ShouldBe(Loss.Best);
        catalog.Find("loss").ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("epoch")]
    [InlineData("step")]
    [InlineData("a b")]
    [InlineData("a=b")]
    [InlineData("a\tb")]
    [InlineData("l\u00f6ss")]
    public void Constructor_NameThatALineCannotCarry_IsRefused(string name) =>
        Should.Throw<ArgumentException>(() => new MetricCatalog([Loss with { Name = name }]));

    [Fact]
    public void Constructor_SameNameTwice_IsRefused() =>
        Should.Throw<ArgumentException>(() => new MetricCatalog([Loss, Loss])).Message.ShouldContain("validation:loss");

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void Constructor_MoreThan40_IsRefused(int count, bool allowed)
    {
        var metrics = Enumerable.Range(0, count).Select(i => new Metric($"m{i}", MetricDirection.Neither, ""));
        if (allowed) new MetricCatalog(metrics).Metrics.Count.ShouldBe(count);
        else Should.Throw<ArgumentException>(() => new MetricCatalog(metrics));
    }

    [Theory]
    [InlineData(255, 'a', true)]
    [InlineData(256, 'a', false)]
    [InlineData(200, '.', true)]
    [InlineData(255, '.', false)]
    public void Constructor_NameOrRegexOverTheApisLimit_IsRefused(int length, char letter, bool allowed)
    {
        var metric = new Metric(new string(letter, length), MetricDirection.Neither, "");
        if (allowed) new MetricCatalog([metric]).Metrics.ShouldBe([metric]);
        else Should.Throw<ArgumentException>(() => new MetricCatalog([metric]));
    }

    [Fact]
    public void Constructor_Refusal_NamesTheMetricAndTheReason()
    {
        static string Refusal(params Metric[] metrics) => Should.Throw<ArgumentException>(() => new MetricCatalog(metrics)).Message;
        Refusal(Loss, Loss).ShouldBe("metric validation:loss: declared twice");
        var dots = new string('.', 255);
        Refusal(Loss with { Name = dots }).ShouldBe($"metric {dots}: found a regular expression over 500 characters");
        Refusal(Loss with { Name = "step" }).ShouldBe("metric step: found a name that its own line cannot carry");
    }

    // Each dot takes two characters of the regular expression.
    [Theory]
    [InlineData(67, true)]
    [InlineData(68, false)]
    public void Constructor_RegexOfExactlyTheApisLimit_IsAllowed(int letters, bool allowed)
    {
        var metric = Loss with { Name = new string('.', 186) + new string('a', letters) };
        metric.Regex.Length.ShouldBe(allowed ? 500 : 501);
        if (allowed) new MetricCatalog([metric]).Metrics.ShouldBe([metric]);
        else Should.Throw<ArgumentException>(() => new MetricCatalog([metric]));
    }

    [Fact]
    public void ToMarkdown_MetricWithoutADirection_IsNeitherBetterSmallerNorLarger() =>
        new MetricCatalog([new Metric("speed", MetricDirection.Neither, "Rows per second.")]).ToMarkdown().ShouldContain("| `speed` |  | no | Rows per second. |");

    [Fact]
    public void ToMarkdown_IsAGitHubTable() => new MetricCatalog([Loss]).ToMarkdown().ShouldBe(
        """
        | name | better | objective | what it measures | regex |
        | --- | --- | --- | --- | --- |
        | `validation:loss` | smaller | yes | Mean loss \| per row. | ` validation:loss=([-+]?(?:[0-9]+\.?[0-9]*(?:[eE][-+]?[0-9]+)?\|NaN\|Infinity))` |

        """);
}
