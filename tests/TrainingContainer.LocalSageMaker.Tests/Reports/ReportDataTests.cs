using System.Text.Json;
using TrainingContainer.LocalSageMaker.Reports;

namespace TrainingContainer.LocalSageMaker.Tests.Reports;

public sealed class ReportDataTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TuningJob_HasItsAxesAndItsRankedJobs()
    {
        var content = SampleReports.Tuning();
        var data = Written(content);
        data.GetProperty("objective").GetProperty("type").GetString().ShouldBe("Maximize");
        data.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("scale").GetString()).ShouldBe(
            ["Logarithmic", "Category", "Linear", "Linear", "ReverseLogarithmic"]);
        var jobs = data.GetProperty("jobs").EnumerateArray().ToArray();
        jobs.Select(job => job.GetProperty("name").GetString()).ShouldBe(content.Ranked.Select(job => job.Name));
        jobs[0].GetProperty("values").EnumerateArray().Select(value => value.GetString()).ShouldBe(content.Parameters.Select(parameter => content.Best!.HyperParameters[parameter.Name]));
        jobs[0].GetProperty("objective").GetSingle().ShouldBe(content.Best!.FinalObjective!.Value);
        jobs[^1].GetProperty("objective").ValueKind.ShouldBe(JsonValueKind.Null);
        jobs[0].GetProperty("end").GetInt64().ShouldBe(content.Best!.EndTime!.Value.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void TuningJob_DrawsTheObjectiveAlone()
    {
        var content = SampleReports.Tuning(3);
        content = content with { Jobs = [.. content.Jobs.Select(job => job with { Metrics = [.. job.Metrics, SampleReports.Curve("train:loss", Start, 5, _ => 1)] })] };
        foreach (var job in Written(content).GetProperty("jobs").EnumerateArray())
            job.GetProperty("series").EnumerateArray().Select(series => series.GetProperty("name").GetString()).ShouldBe([SampleReports.Metric]);
    }

    [Fact]
    public void JobsOfDefinitionsWithDifferentMetrics_EachDrawTheirOwn()
    {
        var content = SampleReports.Tuning(2);
        content = content with
        {
            Jobs = [content.Jobs[0], content.Jobs[1] with { ObjectiveMetric = "train:loss", Metrics = [.. content.Jobs[1].Metrics, SampleReports.Curve("train:loss", Start, 5, _ => 1)] }],
        };

        var jobs = Written(content).GetProperty("jobs").EnumerateArray().ToArray();

        jobs.Select(job => job.GetProperty("series")[0].GetProperty("name").GetString()).ShouldBe(jobs.Select(job => job.GetProperty("metric").GetString()));
        jobs.Select(job => job.GetProperty("metric").GetString()).ShouldBe([SampleReports.Metric, "train:loss"], ignoreOrder: true);
    }

    [Fact]
    public void TrainingJob_DrawsEveryMetricAndPhase()
    {
        var job = Written(SampleReports.Spot()).GetProperty("jobs")[0];
        job.GetProperty("series").GetArrayLength().ShouldBe(3);
        job.GetProperty("series")[2].GetProperty("values")[119].GetSingle().ShouldBe(SampleReports.Spot().Jobs[0].Metrics[2].Last.Value);
        job.GetProperty("phases").EnumerateArray().Count(phase => phase.GetProperty("status").GetString() == "Interrupted").ShouldBe(3);
    }

    [Fact]
    public void LongSeries_AreThinnedAndCounted()
    {
        var content = SampleReports.Spot();
        content = content with { Jobs = [content.Jobs[0] with { Metrics = [SampleReports.Curve("a", Start, 5000, i => i % 7), SampleReports.Curve("b", Start, 2000, i => i)] }] };

        var (json, thinned) = ReportData.Write(content);

        thinned.ShouldBe(1);
        using var data = JsonDocument.Parse(json);
        var series = data.RootElement.GetProperty("jobs")[0].GetProperty("series");
        series[0].GetProperty("values").GetArrayLength().ShouldBeInRange(1000, 2000);
        series[0].GetProperty("numbers")[series[0].GetProperty("numbers").GetArrayLength() - 1].GetInt32().ShouldBe(5000);
        series[1].GetProperty("values").GetArrayLength().ShouldBe(2000);
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<!--<script>")]
    [InlineData("\u2028\u2029\0\ud800 half a pair")]
    [InlineData("\"'&`\\")]
    public void HostileText_IsNoMarkupAndComesBack(string text)
    {
        var content = SampleReports.Tuning(3);
        content = content with { Name = text, Jobs = [.. content.Jobs.Select(job => job with { Name = text, HyperParameters = new Dictionary<string, string> { ["optimizer"] = text } })] };

        var json = ReportData.Write(content).Json;

        foreach (var sign in "<>&'`\u2028\u2029\0") json.ShouldNotContain(sign);
        var job = JsonDocument.Parse(json).RootElement.GetProperty("jobs")[0];
        job.GetProperty("name").GetString().ShouldBe(text.Replace('\ud800', '\ufffd'));
        job.GetProperty("values")[1].GetString().ShouldBe(text.Replace('\ud800', '\ufffd'));
    }

    private static JsonElement Written(ReportContent content)
    {
        using var document = JsonDocument.Parse(ReportData.Write(content).Json);
        return document.RootElement.Clone();
    }
}
