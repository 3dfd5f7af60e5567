using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TrainingContainer.LocalSageMaker;
using TrainingContainer.LocalSageMaker.Reports;
using TrainingContainer.LocalSageMaker.Tests.Reports;

namespace EndToEnd.Reports;

/// <summary>Reports as a browser shows them.</summary>
public sealed class ReportTests
{
    // above it stands the legend, which has the same colours
    private const int LegendHeight = 34;

    private const string Metric = "validation:accuracy";

    [Fact]
    public void SpotJob_InterruptedThreeTimes_ShowsItsCurvesAndInterruptions()
    {
        Chromium.Require();
        using var local = new LocalSageMaker().Sample("digits");
        var request = LocalSageMaker.Spot(LocalSageMaker.Digits("spot", ("epochs", "2500"), ("threads", "1"), ("checkpoint_interval", "50ba")));
        request["AlgorithmSpecification"]!["MetricDefinitions"]!.AsArray().Add(new JsonObject { ["Name"] = "train:loss", ["Regex"] = "train:loss=([-+0-9.eE]+)" });
        local.Create(request, "--spot-interruptions", "wait=0s").ExitCode.ShouldBe(0);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            local.WaitForLog("spot", line => line.StartsWith($"00{attempt}-algo-1 ", StringComparison.Ordinal) && line.Contains(" INF checkpoint checkpoint-"));
            local.Run("interrupt-training-job", "--training-job-name", "spot").ShouldBe((0, "", ""));
        }
        local.Run("wait", "training-job-completed-or-stopped", "--training-job-name", "spot").ExitCode.ShouldBe(0);
        var file = Path.Combine(local.Home, "spot report.html");

        local.Run("report", "--training-job-name", "spot", "--output", file).ShouldBe((0, file + "\n", ""));

        var (page, colors) = (Chromium.Show(File.ReadAllText(file)), Chromium.Colors());
        page.Error.ShouldBeNull();
        // accuracy, loss, timeline
        page.Charts.Count.ShouldBe(3);
        foreach (var curves in page.Charts.Take(2))
        {
            page.Count(curves.Below(LegendHeight), colors["series-1"]).ShouldBeGreaterThan(150);
            page.Count(curves.Below(LegendHeight), colors["interrupted"]).ShouldBeGreaterThan(60);
        }
        var timeline = page.Charts[2].Below(LegendHeight);
        page.Count(timeline, colors["training"]).ShouldBeGreaterThan(2000);
        page.Stretches(timeline, colors["training"]).ShouldBe(4);
        page.Stretches(timeline, colors["interrupted"]).ShouldBe(3);
        page.Elements.ShouldContain("3 Spot interruptions");
        page.Elements.ShouldContain("curves are thinned");
        var final = local.Describe("spot").GetProperty("FinalMetricDataList").EnumerateArray().Single(metric => metric.GetProperty("MetricName").GetString() == Metric);
        page.Elements.ShouldContain($"<td class=\"number value\">{final.GetProperty("Value").GetRawText()}</td>");
    }

    [Fact]
    public void TuningJob_ThatRan_ShowsItsBestJob()
    {
        Chromium.Require();
        using var local = new LocalSageMaker().Sample("digits");
        local.Tune(LocalSageMaker.DigitsTuning("tuned", 4, ("epochs", "4"), ("threads", "1")), "--wait").ExitCode.ShouldBe(0);
        var file = Path.Combine(local.Home, "tuned.html");

        local.Run("report", "--hyper-parameter-tuning-job-name", "tuned", "--output", file).ShouldBe((0, file + "\n", ""));

        var page = Chromium.Show(File.ReadAllText(file));
        ShouldBeDrawn(page, isDark: false);
        var best = local.DescribeTuning("tuned").GetProperty("BestTrainingJob");
        page.Elements.ShouldContain($"{best.GetProperty("TrainingJobName").GetString()} <span class=\"star\">★ best</span>");
        page.Elements.ShouldContain($"<strong>{best.GetProperty("FinalHyperParameterTuningJobObjectiveMetric").GetProperty("Value").GetRawText()}</strong>");
        page.Elements.ShouldContain("4 Completed");
        page.Stretches(page.Charts[3].Below(LegendHeight), Chromium.Colors()["training"]).ShouldBe(4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TuningJob_WithEveryKindOfAxis_IsDrawnLightAndDark(bool isDark)
    {
        Chromium.Require();
        var page = Chromium.Show(ReportPage.Render(SampleReports.Tuning()), isDark: isDark);
        var colors = Chromium.Colors(isDark);
        ShouldBeDrawn(page, isDark);
        page.Count(page.All, colors["card"]).ShouldBeGreaterThan(1_000_000);
        page.Stretches(page.Charts[3].Below(LegendHeight), colors["interrupted"]).ShouldBe(2);
        page.Stretches(page.Charts[3].Below(LegendHeight), colors["training"]).ShouldBe(12);
    }

    [Fact]
    public void ManyLongSeries_AreDrawnInTime()
    {
        Chromium.Require();
        var content = SampleReports.Tuning(200);
        content = content with { Jobs = [.. content.Jobs.Select(job => job with { Metrics = [SampleReports.Curve(Metric, job.CreationTime, 20_000, i => i % 100)] })] };
        var html = ReportPage.Render(content);
        html.Length.ShouldBeLessThan(6_000_000);
        var page = Chromium.Show(html);
        page.Error.ShouldBeNull();
        page.Charts.Count.ShouldBe(4);
        page.Elements.ShouldContain("200 curves are thinned");
    }

    [Fact]
    public void ChosenRow_LeavesTheOtherJobsFaint()
    {
        Chromium.Require();
        var html = ReportPage.Render(SampleReports.Tuning());
        var best = Chromium.Colors()["best"];
        var all = Chromium.Show(html);
        // the third of the ranking is chosen, so the best one is faint
        var chosen = Chromium.Show(WithProbe(html, "document.querySelectorAll('tr[data-job]')[2].click()"));
        chosen.Error.ShouldBeNull();
        chosen.Elements.ShouldContain("<tr data-job=\"2\" tabindex=\"0\" aria-selected=\"true\">");
        foreach (var chart in (int[])[1, 2])
            chosen.Count(chosen.Charts[chart], best).ShouldBeLessThan(all.Count(all.Charts[chart], best) / 4);
    }

    [Fact]
    public void SeveralDefinitions_AreAnAxisAndJobsLackOneAnothersHyperparameters()
    {
        Chromium.Require();
        var content = SampleReports.Tuning();
        content = content with
        {
            Parameters = [ReportParameter.OfDefinitions(["linear", "mlp"]), .. content.Parameters],
            Jobs = [.. content.Jobs.Select((job, number) => job with
            {
                Definition = number % 2 == 0 ? "mlp" : "linear",
                HyperParameters = job.HyperParameters.Where(pair => number % 2 == 0 || pair.Key != "dropout").ToDictionary(),
            })],
        };

        var page = Chromium.Show(ReportPage.Render(content));

        page.Error.ShouldBeNull();
        page.Charts.Count.ShouldBe(4);
        page.Elements.ShouldContain("<th class=\"number\">definition</th>");
        Regex.Count(page.Elements, "<td class=\"number\" title=\"linear\">linear</td>").ShouldBe(6);
    }

    [Fact]
    public void HostileTexts_RunNothing()
    {
        Chromium.Require();
        const string hostile = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">\u2028<!--{{script}}";
        var content = SampleReports.Tuning(4);
        content = content with
        {
            Name = hostile,
            Facts = [new(hostile, hostile)],
            Objective = new ReportObjective(hostile, ObjectiveType.Maximize),
            Parameters = [new ReportParameter { Name = hostile, Scale = ReportScale.Category, Values = [hostile] }],
            Jobs =
            [
                .. content.Jobs.Select(job => job with
                {
                    Name = hostile, FailureReason = hostile, ObjectiveMetric = hostile, HyperParameters = new Dictionary<string, string> { [hostile] = hostile },
                    Metrics = [.. job.Metrics.Select(series => series with { Name = hostile })],
                }),
            ],
        };

        // without the policy, so that nothing but the encoding is in the way; and with every tooltip
        var page = Chromium.Show(WithProbe(ReportPage.Render(content), """
            const tip = (element, what) => echarts.getInstanceByDom(element).dispatchAction({ type: 'showTip', ...what });
            for (const element of document.querySelectorAll('[data-drawn]')) {
              // every line begins at the one value of the one hyperparameter, in the middle of the first axis
              if (element.id === 'parameters-chart') tip(element, { x: 71, y: 210 });
              else for (let series = 0; series < 5; series++) tip(element, { seriesIndex: series, dataIndex: 0 });
            }
            document.body.dataset.probed = 'yes';
            """));

        page.Error.ShouldBeNull();
        page.Charts.Count.ShouldBe(4);
        page.Elements.ShouldContain("<body data-probed=\"yes\">");
        page.Elements.ShouldNotContain("<title>owned");
        Regex.Count(page.Elements, "<script[ >]").ShouldBe(4);
        // the text is there: in the tables, and in each chart's tooltip
        Regex.Count(page.Elements, "<h3>&lt;/script&gt;").ShouldBe(4);
        Regex.Count(page.Elements, "<div><b>&lt;/script&gt;&lt;script&gt;").ShouldBe(3);
        Regex.Count(page.Elements, "<div><b>value number 1</b><div>&lt;/script&gt;&lt;script&gt;").ShouldBe(1);
        Regex.IsMatch(Regex.Replace(page.Elements, "<script[ >].*?</script>", "", RegexOptions.Singleline), "<img").ShouldBeFalse();
    }

    [Fact]
    public void Policy_RefusesScriptsAndAddressesOfOthers()
    {
        Chromium.Require();
        var html = ReportPage.Render(SampleReports.Spot());
        foreach (var (foreign, directive) in ((string, string)[])[("<script>document.title='owned'</script>", "script-src-elem"), ("<img src=\"https://example.com/a.png\">", "img-src")])
        {
            var page = Chromium.Show(AtTheEnd(html, foreign));
            page.Error.ShouldNotBeNull().ShouldStartWith($"its policy refused {directive}");
            page.Elements.ShouldNotContain("<title>owned");
        }
    }

    [Fact]
    public void PageThatCannotBeDrawn_SaysSo()
    {
        Chromium.Require();
        var html = ReportPage.Render(SampleReports.Spot()).Replace("\"jobs\":", "\"broken\":");
        var page = Chromium.Show(html);
        page.Error.ShouldNotBeNull().ShouldContain("TypeError");
        page.Charts.ShouldBeEmpty();
        // the banner's red
        page.Count(page.All, (0xB3, 0x00, 0x2D)).ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void Report_OfWhatIsNotThere_IsRefused()
    {
        using var local = new LocalSageMaker().Sample("digits");
        local.Run("report", "--training-job-name", "nobody").ExitCode.ShouldBe(254);
        local.Run("report").Errors.ShouldContain("found neither of --training-job-name and --hyper-parameter-tuning-job-name");
        local.Run("report", "--training-job-name", "a", "--hyper-parameter-tuning-job-name", "b").ExitCode.ShouldBe(252);
        local.Run("report", "--hyper-parameter-tuning-job-name", "nobody").ExitCode.ShouldBe(254);
        local.Run("report", "--training-job-name", "../plain").ExitCode.ShouldBe(252);
        local.Create(LocalSageMaker.Digits("plain", ("epochs", "1")), "--wait").ExitCode.ShouldBe(0);
        var (code, _, errors) = local.Run("report", "--training-job-name", "plain", "--output", Path.Combine(local.Home, "no", "folder.html"));
        code.ShouldBe(252);
        errors.ShouldContain("in a folder that is not there");
        local.Run("report", "--training-job-name", "plain", "--output", local.Home).Errors.ShouldContain("which is a folder");
    }

    [Fact]
    public void ChartLibrary_IsFixedByItsHashes()
    {
        string Charts(string file) => File.ReadAllText(Repository.File("src", "TrainingContainer.LocalSageMaker", "Reports", "charts", file));
        using var declared = JsonDocument.Parse(Charts("package.json"));
        using var locked = JsonDocument.Parse(Charts("package-lock.json"));
        Charts("package-lock.json").ShouldNotContain("resolved");
        foreach (var wanted in declared.RootElement.GetProperty("dependencies").EnumerateObject())
            locked.RootElement.GetProperty("packages").GetProperty($"node_modules/{wanted.Name}").GetProperty("version").GetString().ShouldBe(wanted.Value.GetString());
        foreach (var package in locked.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0))
            package.Value.GetProperty("integrity").GetString().ShouldStartWith("sha512-");
    }

    private static void ShouldBeDrawn(PagePicture page, bool isDark)
    {
        var colors = Chromium.Colors(isDark);
        page.Error.ShouldBeNull();
        page.Count(page.All, (0xB3, 0x00, 0x2D)).ShouldBe(0);
        // objective over time, parallel coordinates, curves, timeline
        page.Charts.Count.ShouldBe(4);
        page.Count(page.Charts[0].Below(LegendHeight), colors["series-1"]).ShouldBeGreaterThan(60);
        page.Count(page.Charts[0].Below(LegendHeight), colors["series-3"]).ShouldBeGreaterThan(60);
        page.Count(page.Charts[0].Below(LegendHeight), colors["best"]).ShouldBeGreaterThan(60);
        page.Count(page.Charts[1], colors["best"]).ShouldBeGreaterThan(300);
        page.Count(page.Charts[2], colors["best"]).ShouldBeGreaterThan(300);
        page.Count(page.Charts[3].Below(LegendHeight), colors["training"]).ShouldBeGreaterThan(1000);
        foreach (var chart in page.Charts)
            (page.Count(chart, colors["card"]) / (double)(chart.Width * chart.Height)).ShouldBeInRange(0.5, 0.995);
    }

    // The page without its policy, with a script behind its own.
    private static string WithProbe(string html, string script) =>
        AtTheEnd(Regex.Replace(html, "<meta http-equiv=\"Content-Security-Policy\"[^>]*>", ""), $"<script>{script}</script>");

    private static string AtTheEnd(string html, string markup) => html.Insert(html.LastIndexOf("</body>", StringComparison.Ordinal), markup);
}
