using System.Globalization;

namespace TrainingContainer.SageMaker.Tests;

public class MetricWriterTests
{
    private static readonly Metric Accuracy = new("validation:accuracy", MetricDirection.Maximize, "Share of rows classified rightly.", Objective: true);

    [Fact]
    public void Write_PrintsOneLine()
    {
        var output = new RecordingWriter();
        new MetricWriter(output, enabled: true).Write(3, 1407, Accuracy, 0.9812);
        output.Calls.ShouldBe(["epoch=3 step=1407 validation:accuracy=0.9812\n", "flush"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_TellsWhatItWasGivenPrintedOrNot(bool enabled)
    {
        var told = new List<(Metric, double)>();
        new MetricWriter(TextWriter.Null, enabled, (metric, value) => told.Add((metric, value))).Write(3, 1407, Accuracy, 1.0 / 3);
        told.ShouldBe([(Accuracy, 1.0 / 3)]);
    }

    [Theory]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(1.0 / 3, "0.33333334")]
    [InlineData(1e-05, "1E-05")]
    [InlineData(123456789, "123456790")]
    [InlineData(float.MaxValue, "3.4028235E+38")]
    [InlineData(float.Epsilon, "1E-45")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(1e300, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Write_Values_AsTheShortestFloat32(double value, string text)
    {
        var output = new RecordingWriter();
        new MetricWriter(output, enabled: true).Write(1, 1, Accuracy, value);
        output.Calls[0].ShouldBe($"epoch=1 step=1 validation:accuracy={text}\n");
    }

    [Fact]
    public void Write_Disabled_PrintsNothing()
    {
        var output = new RecordingWriter();
        new MetricWriter(output, enabled: false).Write(1, 1, Accuracy, 1);
        output.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void Write_FromSeveralThreads_KeepsLinesWhole()
    {
        var output = new RecordingWriter();
        var writer = new MetricWriter(output, enabled: true);
        Parallel.For(0, 1_000, step => writer.Write(1, step, Accuracy, step));
        output.Calls.Count.ShouldBe(2_000);
        output.Calls.Where((_, i) => i % 2 == 0).ShouldAllBe(line => line.EndsWith('\n'));
        output.Calls.Where((_, i) => i % 2 == 1).ShouldAllBe(line => line == "flush");
    }

    private sealed class RecordingWriter() : StringWriter(CultureInfo.InvariantCulture)
    {
        public List<string> Calls { get; } = [];

        public override void Write(string? value) => Calls.Add(value ?? "");

        public override void Flush() => Calls.Add("flush");
    }
}
