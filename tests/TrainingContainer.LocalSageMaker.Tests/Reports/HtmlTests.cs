using TrainingContainer.LocalSageMaker.Reports;

namespace TrainingContainer.LocalSageMaker.Tests.Reports;

public sealed class HtmlTests
{
    [Fact]
    public void Texts_AreEncoded() =>
        Html.Of($"<td title=\"{"\" onclick=\"x"}\">{"<b>&'"}</td>").Markup.ShouldBe("<td title=\"&quot; onclick=&quot;x\">&lt;b&gt;&amp;&#39;</td>");

    [Fact]
    public void Html_IsTakenAsItIs()
    {
        Html.Of($"<p>{Html.Of($"<b>{"<"}</b>")}</p>").Markup.ShouldBe("<p><b>&lt;</b></p>");
        Html.Of($"{((string[])["a", "<"]).Select(text => Html.Of($"<i>{text}</i>"))}").Markup.ShouldBe("<i>a</i><i>&lt;</i>");
        Html.Of($"{Html.None}").Markup.ShouldBeEmpty();
    }

    [Fact]
    public void Numbers_AreWrittenTheSameEverywhere() => Html.Of($"{1234567.5:#,0.0} {0.25f}").Markup.ShouldBe("1,234,567.5 0.25");

    [Fact]
    public void Null_IsNothing() => Html.Of($"<td>{(string?)null}</td>").Markup.ShouldBe("<td></td>");
}
