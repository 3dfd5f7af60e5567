using System.Text.RegularExpressions;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Requests;

/// <summary>JSON allows half a surrogate pair as an escape, and no .NET string can be read from it: the process aborted.</summary>
public sealed partial class HalfCharacterTests
{
    [Theory]
    [InlineData(SampleRequest.Text)]
    [InlineData(SampleTuningRequest.Text)]
    public void HalfAPairInAnyText_IsRefusedWithItsPath(string request)
    {
        var texts = Texts().Matches(request);
        texts.Count.ShouldBeGreaterThan(20);
        foreach (Match text in texts)
        {
            var mistakes = Should.Throw<JobInputException>(() => RequestJson.Parse(request.Insert(text.Index + 1, "\\ud83d"), "request")).Mistakes;
            mistakes.ShouldHaveSingleItem().What.ShouldContain("half of a surrogate pair");
        }
    }

    [Fact]
    public void Path_IsThatOfTheText()
    {
        var exception = Should.Throw<JobInputException>(() => RequestJson.Parse("""{"a":[{"b":"\udc00"},{"b":"x\ud83d\ude00"}],"c":{"\ud83d":1}}""", "request"));
        exception.Mistakes.Select(mistake => mistake.Where).ShouldBe(["a[0].b", "c"]);
    }

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Texts();
}
