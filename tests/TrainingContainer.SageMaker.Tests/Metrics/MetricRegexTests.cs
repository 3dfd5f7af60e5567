using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TrainingContainer.SageMaker.Tests;

public class MetricRegexTests
{
    private static readonly Metric Loss = new("train:loss", MetricDirection.Minimize, "Mean loss.");

    // Names chosen to be each other's beginnings and ends.
    private static readonly MetricCatalog Catalog = new(
    [
        Loss, Loss.Best, Named("validation:loss"), Named("validation:loss").Best, Named("loss"), Named("oss"), Named("los"), Named("train"),
        Named("train:loss:best:best"), Named("rain:loss"), Named("train.loss"), Named("train-loss"), Named("train_loss"), Named("trainXloss"),
        Named("best"), Named("steps"), Named("e"), Named("N"), Named("1"), Named("gpu/0@host"),
    ]);

    public static TheoryData<double> Values { get; } = MakeValues();

    [Theory]
    [MemberData(nameof(Values))]
    public void EveryLine_MatchesItsOwnRegexOnly_AndReadsBack(double value)
    {
        foreach (var metric in Catalog.Metrics)
        {
            var line = Line(metric, value);
            foreach (var other in Catalog.Metrics)
            {
                var matches = Regex.Matches(line, other.Regex, RegexOptions.CultureInvariant);
                matches.Count.ShouldBe(ReferenceEquals(metric, other) ? 1 : 0, $"{line} against {other.Regex}");
            }

            var match = Regex.Match(line, metric.Regex);
            match.Groups.Count.ShouldBe(2);
            SameBits(float.Parse(match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture), (float)value).ShouldBeTrue(line);
        }
    }

    [Theory]
    [InlineData("1e-05", "1e-05")]
    [InlineData("7E-05", "7E-05")]
    [InlineData("-3.2E+10", "-3.2E+10")]
    [InlineData("+5", "+5")]
    [InlineData("5.", "5.")]
    [InlineData("-Infinity", "-Infinity")]
    [InlineData("0.5 done", "0.5")]
    public void Regex_TakesTheWholeNumber(string text, string captured) =>
        Regex.Match($"epoch=1 step=2 train:loss={text}", Loss.Regex).Groups[1].Value.ShouldBe(captured);

    [Theory]
    [InlineData("train:loss=1")]
    [InlineData(" train:loss=")]
    [InlineData(" train:loss=x")]
    [InlineData(" train:loss: 1")]
    [InlineData(" Train:Loss=1")]
    [InlineData("#011train:loss=1")]
    public void Regex_DoesNotMatchOtherLines(string line) => Regex.IsMatch(line, Loss.Regex).ShouldBeFalse();

    [Fact]
    public void Regex_OfADot_MatchesTheDotOnly() => Regex.IsMatch(" trainXloss=1", Named("train.loss").Regex).ShouldBeFalse();

    [Fact]
    public void Regex_KeepsToTheApisLimits()
    {
        foreach (var metric in Catalog.Metrics)
        {
            metric.Regex.Length.ShouldBeLessThanOrEqualTo(MetricCatalog.RegexLengthMax);
            metric.Regex.ShouldNotContain("(?<");
            metric.Regex.Any(c => c is < ' ' or > '~').ShouldBeFalse();
        }
    }

    [Fact]
    public void Regex_MeansTheSameInPython()
    {
        const string Python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(Python), $"There is no {Python} on this machine.");
        var values = MakeValues().Select(row => row.Data).ToList();
        var input = JsonSerializer.Serialize(new
        {
            regexes = Catalog.Metrics.Select(metric => metric.Regex),
            lines = Catalog.Metrics.SelectMany((metric, index) => values.Select(value => new { line = Line(metric, value).TrimEnd(), index })),
        });
        const string Script =
            """
            import json, re, sys
            job = json.load(sys.stdin)
            regexes = [re.compile(text) for text in job["regexes"]]
            for entry in job["lines"]:
                for index, regex in enumerate(regexes):
                    found = regex.findall(entry["line"])
                    expected = [entry["line"].rsplit("=", 1)[1]] if index == entry["index"] else []
                    if found != expected or regex.groups != 1:
                        sys.exit(f"{entry['line']} against {regex.pattern}: {found}")
                    for text in found:
                        float(text)
            """;
        using var python = Process.Start(new ProcessStartInfo(Python, ["-I", "-c", Script]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        python.StandardInput.Write(input);
        python.StandardInput.Close();
        var error = python.StandardError.ReadToEnd();
        python.WaitForExit();
        python.ExitCode.ShouldBe(0, error);
    }

    private static Metric Named(string name) => new(name, MetricDirection.Neither, "");

    private static bool SameBits(float a, float b) =>
        BitConverter.SingleToUInt32Bits(a) == BitConverter.SingleToUInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));

    private static string Line(Metric metric, double value)
    {
        using var writer = new StringWriter();
        new MetricWriter(writer, enabled: true).Write(3, 1407, metric, value);
        return writer.ToString();
    }

    private static TheoryData<double> MakeValues()
    {
        var values = new TheoryData<double>(
            0, -0.0, 1, -1, 0.9812, 1e-05, -3.2E+10, 123456789, 1e20, 0.1 + 0.2, 1.0 / 3, Math.PI * 1e-30,
            float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon, 1.1754942e-38f, double.MaxValue, double.Epsilon,
            double.NaN, double.PositiveInfinity, double.NegativeInfinity);
        var random = new Random(7);
        for (var i = 0; i < 40; i++) values.Add(BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)));
        return values;
    }
}
