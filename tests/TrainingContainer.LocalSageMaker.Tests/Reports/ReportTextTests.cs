using TrainingContainer.LocalSageMaker.Reports;

namespace TrainingContainer.LocalSageMaker.Tests.Reports;

public sealed class ReportTextTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.254, "0.25 s")]
    [InlineData(3, "3 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 min")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(3600, "1 h")]
    [InlineData(7805, "2 h 10 min")]
    [InlineData(86_400, "1 d")]
    [InlineData(432_000, "5 d")]
    [InlineData(97_300, "1 d 3 h")]
    public void Duration_HasTwoUnitsAtMost(double seconds, string expected) => ReportText.Duration(seconds).ShouldBe(expected);

    [Theory]
    [InlineData(0.87f, "0.87")]
    [InlineData(-0.5f, "-0.5")]
    [InlineData(9999f, "9999")]
    [InlineData(12345f, "12,345")]
    [InlineData(1e9f, "1E+09")]
    [InlineData(1e-7f, "1E-07")]
    public void Number_IsTheShortestThatIsTheSameValue(float value, string expected) => ReportText.Number(value).ShouldBe(expected);

    [Theory]
    [InlineData("0.03353388861349206", "0.033534")]
    [InlineData("0.0000335338886", "3.3534E-05")]
    [InlineData("0.0335338", "0.0335338")]
    [InlineData("1234567890123", "1.2346E+12")]
    [InlineData("[64,32,16,8]", "[64,32,16,8]")]
    public void LongNumber_IsShortInATable(string value, string expected) => ReportText.Short(value).ShouldBe(expected);

    [Fact]
    public void Times_AreInUtc()
    {
        var time = new DateTimeOffset(2026, 1, 2, 1, 30, 0, TimeSpan.FromHours(2));
        ReportText.Time(time).ShouldBe("2026-01-01 23:30:00 UTC");
        ReportText.ShortTime(time).ShouldBe("01-01 23:30:00");
    }

    [Fact]
    public void Count_HasItsNoun()
    {
        ReportText.Count(1, "job", "jobs").ShouldBe("1 job");
        ReportText.Count(1200, "job", "jobs").ShouldBe("1,200 jobs");
    }
}
