namespace TrainingContainer.SageMaker.Tests;

public class ContentTypeTests
{
    [Theory]
    [InlineData("text/csv", "text/csv")]
    [InlineData("TEXT/CSV", "text/csv")]
    [InlineData(" text/csv ", "text/csv")]
    [InlineData("text/csv;label_size=0", "text/csv;label_size=0")]
    [InlineData("text/csv; charset=utf8", "text/csv;charset=utf8")]
    [InlineData("text/csv ; Label_Size = 0 ; charset=UTF-8;", "text/csv;charset=UTF-8;label_size=0")]
    [InlineData("text/csv;delimiter=\";\"", "text/csv;delimiter=\";\"")]
    [InlineData("text/csv;quote=\"\\\"\"", "text/csv;quote=\"\\\"\"")]
    [InlineData("application/x-recordio-protobuf", "application/x-recordio-protobuf")]
    [InlineData("application/vnd.api+json", "application/vnd.api+json")]
    public void TryParse_ContentTypes_WithTheirParameters(string text, string normal)
    {
        ContentType.TryParse(text, out var contentType, out _).ShouldBeTrue();
        contentType.ToString().ShouldBe(normal);
        ContentType.TryParse(normal, out var again, out _).ShouldBeTrue();
        again.ShouldBe(contentType);
    }

    [Theory]
    [InlineData("")]
    [InlineData("csv")]
    [InlineData("text/")]
    [InlineData("/csv")]
    [InlineData("text/csv/x")]
    [InlineData("text csv")]
    [InlineData("text / csv")]
    [InlineData("text/csv;label_size")]
    [InlineData("text/csv;=0")]
    [InlineData("text/csv;label_size=")]
    [InlineData("text/csv;label_size=0 1")]
    [InlineData("text/csv;a=1;A=2")]
    [InlineData("text/csv;a=\"b")]
    [InlineData("text/csv;a=\"")]
    [InlineData("text/csv;a=\"b\\\"")]
    [InlineData("text/csv,text/libsvm")]
    [InlineData("text/\u00e4")]
    public void TryParse_AnythingElse_SaysTheForm(string text)
    {
        ContentType.TryParse(text, out var contentType, out var expected).ShouldBeFalse();
        contentType.ShouldBeNull();
        expected.ShouldContain("\"text/csv;label_size=0\"");
    }

    [Fact]
    public void TryParse_LongerThanTheApiAllows_IsRefused() => ContentType.TryParse("text/" + new string('x', 252), out _, out _).ShouldBeFalse();

    [Fact]
    public void Equality_LooksAtParameters()
    {
        ContentType.TryParse("text/csv;a=1;b=2", out var one, out _);
        ContentType.TryParse("text/csv;b=2;a=1", out var same, out _);
        ContentType.TryParse("text/csv;a=1;b=3", out var other, out _);
        one.ShouldBe(same);
        one!.GetHashCode().ShouldBe(same!.GetHashCode());
        one.ShouldNotBe(other);
        one.ShouldNotBe(ContentType.Csv);
    }

    [Fact]
    public void TryParse_RandomTexts_NeverThrows()
    {
        const string Alphabet = "text/csv;=\"\\ ,a\t\u00e4";
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(16)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            if (!ContentType.TryParse(text, out var contentType, out _)) continue;
            ContentType.TryParse(contentType.ToString(), out var again, out _).ShouldBeTrue(text);
            again.ShouldBe(contentType, text);
        }
    }
}
