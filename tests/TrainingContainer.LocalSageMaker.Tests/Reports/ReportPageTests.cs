using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using TrainingContainer.LocalSageMaker.Reports;

namespace TrainingContainer.LocalSageMaker.Tests.Reports;

public sealed partial class ReportPageTests
{
    private const string NoCharts = "this build has no chart library: scripts/setup.sh --tests installs npm and gets it";

    [Fact]
    public void Policy_AllowsTheTwoScriptsAndNothingElse()
    {
        var page = Page(SampleReports.Tuning());
        var policy = Policy().Match(page).Groups[1].Value;
        policy.ShouldStartWith("default-src 'none'; ");
        var scripts = Script().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        scripts.Length.ShouldBe(2);
        foreach (var script in scripts) policy.ShouldContain($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'");
        Regex.Count(policy, "sha256-").ShouldBe(2);
        policy.ShouldNotContain("script-src 'unsafe");
        policy.ShouldContain("form-action 'none'");
        page.IndexOf("http-equiv", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf("<style", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_NeedsNoOtherFile()
    {
        var page = OwnMarkup(Page(SampleReports.Spot()));
        Regex.IsMatch(page, "(?i)(src|href|action)\\s*=|url\\(|@import").ShouldBeFalse();
    }

    [Fact]
    public void ChartLibrary_KeepsItsLicenses()
    {
        var page = Page(SampleReports.Spot());
        page.ShouldContain("Licensed to the Apache Software Foundation (ASF) under one");
        page.ShouldContain("Copyright (c) 2017, Baidu Inc.");
        page.ShouldContain("Mike Bostock");
        page.ShouldContain("Copyright (c) Microsoft Corporation.");
        page.ShouldContain("TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION");
    }

    [Theory]
    [InlineData("report.js")]
    [InlineData("echarts.min.js")]
    public void Scripts_HoldNothingThatWouldEndThem(string name)
    {
        Assert.SkipUnless(ReportLibrary.HasCharts, NoCharts);
        Regex.IsMatch(ReportLibrary.Read(name), "(?i)</script|<!--").ShouldBeFalse();
    }

    [Fact]
    public void Tables_HaveTheNumbersWithoutAnyScript()
    {
        var content = SampleReports.Tuning();
        var page = OwnMarkup(Page(content));
        var rows = Regex.Matches(page, "<tr data-job=\"(\\d+)\".*?</tr>").Select(match => match.Value).ToArray();
        rows.Length.ShouldBe(12);
        rows[0].ShouldContain("★ best");
        rows.Skip(1).ShouldAllBe(row => !row.Contains("★"));
        foreach (var (row, job) in rows.Zip(content.Ranked))
        {
            row.ShouldContain(job.Name);
            foreach (var parameter in content.Parameters) row.ShouldContain(job.HyperParameters[parameter.Name]);
            if (job.FinalObjective is { } objective) row.ShouldContain($">{ReportText.Number(objective)}<");
        }

        rows.Count(row => row.Contains("Early stopped")).ShouldBe(2);
        page.ShouldContain("8 Completed, 1 Failed, 1 InProgress, 2 stopped early");
        page.ShouldContain("expected integers from 1. Fix: leave it out, exit code: 1");
        page.ShouldContain("<noscript>");
    }

    [Fact]
    public void TrainingJob_HasItsMetricsPhasesAndHyperparameters()
    {
        var content = SampleReports.Spot();
        content = content with
        {
            Facts = [new("Image", "my-image")],
            Jobs = [content.Jobs[0] with { HyperParameters = new Dictionary<string, string> { ["epochs"] = "120" }, FailureReason = "AlgorithmError: no" }],
        };
        var page = OwnMarkup(Page(content));
        page.ShouldContain("<dt>Image</dt><dd>my-image</dd>");
        page.ShouldContain("<th scope=\"row\">validation:accuracy</th><td class=\"number value\">0.97995913</td>");
        page.ShouldContain("<td>epochs</td><td><code>120</code></td>");
        page.ShouldContain("<pre>AlgorithmError: no</pre>");
        page.ShouldContain("70 % saved by Spot");
        Regex.Count(page, "<td>Interrupted</td>").ShouldBe(3);
        page.ShouldNotContain("id=\"parameters-chart\"");
        page.ShouldNotContain("id=\"jobs-table\"");
    }

    [Fact]
    public void JobsWithoutValues_AreSaidSoInsteadOfAnEmptyChart()
    {
        var content = SampleReports.Tuning(3);
        var page = OwnMarkup(Page(content with { Jobs = [.. content.Jobs.Select(job => job with { FinalObjective = null, Metrics = [], Transitions = [] })] }));
        page.ShouldContain("No training job has a final value of the objective yet.");
        page.ShouldContain("No value of a metric was found in a log yet.");
        page.ShouldNotContain("role=\"img\"");
        OwnMarkup(Page(content with { Jobs = [] })).ShouldContain("0 jobs");
        OwnMarkup(Page(SampleReports.Spot() with { Jobs = [SampleReports.Spot().Jobs[0] with { Metrics = [] }] })).ShouldContain("No value of a metric was found in the log.");
    }

    [Fact]
    public void ThinnedCurves_AreSaidSo()
    {
        var content = SampleReports.Spot();
        Page(content).ShouldNotContain("thinned: of each");
        var curve = SampleReports.Curve("a", content.Time, 2001, i => i);
        Page(content with { Jobs = [content.Jobs[0] with { Metrics = [curve] }] }).ShouldContain("1 curve is thinned: of each stretch");
    }

    [Fact]
    public void HostileTexts_StayTexts()
    {
        const string hostile = "</script><img src=x onerror=alert(1)>{{script}}<!--";
        var content = SampleReports.Tuning(3);
        var page = Page(new ReportContent
        {
            Name = hostile,
            Kind = hostile,
            Status = hostile,
            Time = content.Time,
            Facts = [new(hostile, hostile)],
            Objective = new ReportObjective(hostile, ObjectiveType.Maximize),
            Parameters = [new ReportParameter { Name = hostile, Scale = ReportScale.Category, Values = [hostile] }, ReportParameter.OfDefinitions([hostile])],
            Jobs = [.. content.Jobs.Select(job => job with { Name = hostile, Status = hostile, FailureReason = hostile, Definition = hostile, ObjectiveMetric = hostile, HyperParameters = new Dictionary<string, string> { [hostile] = hostile } })],
        });
        OwnMarkup(page).ShouldNotContain("<img");
        page.ShouldNotContain("<!--");
        Regex.Count(page, "</script>").ShouldBe(3);
        Script().Matches(page).Count.ShouldBe(2);
        page.ShouldContain("&lt;img src=x onerror=alert(1)&gt;{{script}}");
    }

    private static string Page(ReportContent content)
    {
        Assert.SkipUnless(ReportLibrary.HasCharts, NoCharts);
        return ReportPage.Render(content);
    }

    // Without the chart library and its licenses, which tell addresses.
    private static string OwnMarkup(string page) => Script().Replace(page, "").Replace(page[page.IndexOf("<footer>", StringComparison.Ordinal)..page.IndexOf("</footer>", StringComparison.Ordinal)], "");

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
