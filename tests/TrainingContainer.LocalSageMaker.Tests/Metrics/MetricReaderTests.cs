using TrainingContainer.LocalSageMaker.Metrics;

namespace TrainingContainer.LocalSageMaker.Tests.Metrics;

public sealed class MetricReaderTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly MetricReader _reader;
    private readonly List<float> _values = [];
    private int _restarts;

    public MetricReaderTests() => _reader = new MetricReader(Path);

    private string Path => _folder.PathOf("metrics.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadNew_GivesEachValueOnce()
    {
        New().ShouldBeEmpty("there is no file yet");
        Append(Lines(1, 2));
        New().ShouldBe([1, 2]);
        New().ShouldBeEmpty();
        Append(Lines(3));
        New().ShouldBe([3]);
        _restarts.ShouldBe(0);
    }

    [Fact]
    public void ReadNew_OfAFileThatDidNotChange_DoesNotOpenIt()
    {
        Append(Lines(1));
        New();
        using var alone = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        New().ShouldBeEmpty();
    }

    [Fact]
    public void ReadNew_LeavesALineThatIsNotWholeForLater()
    {
        var line = Lines(2);
        Append(Lines(1) + line[..20]);
        New().ShouldBe([1]);
        Append(line[20..^1]);
        New().ShouldBeEmpty();
        Append("\n");
        New().ShouldBe([2]);
    }

    [Fact]
    public void ReadNew_AfterANewRunnerCutAHalfLineOff_GoesOn()
    {
        Append(Lines(1) + "2026-11-21T1");
        New().ShouldBe([1]);
        using (var metrics = new JobMetrics(Path, [new("a", "a=(.*)")])) metrics.Add("algo-1", "a=2", Noon);
        New().ShouldBe([2]);
        _restarts.ShouldBe(0);
    }

    [Fact]
    public void ReadNew_OfATruncatedFile_BeginsAgain()
    {
        Append(Lines(1, 2, 3));
        New();
        Replace(Lines(1));
        New().ShouldBe([1]);
        _restarts.ShouldBe(1);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    public void ReadNew_OfAReplacedFileThatIsAsLongOrLonger_BeginsAgain(int count)
    {
        Append(Lines(1, 2, 3));
        New();
        float[] others = [.. Enumerable.Range(4, count).Select(value => (float)value)];
        var other = _folder.PathOf("other.csv");
        File.WriteAllText(other, Lines(others));
        File.SetLastWriteTimeUtc(other, DateTime.UnixEpoch);
        File.Move(other, Path, overwrite: true);
        New().ShouldBe(others);
        _restarts.ShouldBe(1);
    }

    [Fact]
    public void ReadNew_OfAReplacedFileThatDiffersInItsFirstLineAlone_BeginsAgain()
    {
        var rest = Lines([.. Enumerable.Range(10, 80).Select(value => (float)value)]);
        Append(Lines(1) + rest);
        New();
        Replace(Lines(2) + rest);
        New().Count.ShouldBe(81);
        _restarts.ShouldBe(1);
    }

    [Fact]
    public void ReadNew_OfAFileThatIsGoneAndComesAgain_BeginsAgain()
    {
        Append(Lines(1));
        New();
        File.Delete(Path);
        New().ShouldBeEmpty();
        _restarts.ShouldBe(1);
        Append(Lines(2));
        New().ShouldBe([2]);
        _restarts.ShouldBe(1);
    }

    [Fact]
    public void ReadNew_OfALongFile_ReadsItAllAndOnlyWhatIsNewAfterwards()
    {
        float[] many = [.. Enumerable.Range(0, 20_000).Select(value => (float)value)];
        Append(Lines(many));
        New().ShouldBe(many);
        Append(Lines(-1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        New().ShouldBe([-1]);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4L * MetricReader.LineBytesMax, "the file has more than a megabyte");
    }

    [Fact]
    public void ReadNew_LeavesOutALineThatIsTooLong_AndWhatIsNoLine()
    {
        Append(Lines(1) + "2026-11-21T12:00:00Z,h,x,1\n,,\n\n" + new string('x', 3 * MetricReader.LineBytesMax));
        New().ShouldBe([1]);
        Append(Lines(2));
        New().ShouldBeEmpty("it ends the long line");
        Append(Lines(3));
        New().ShouldBe([3]);
        _restarts.ShouldBe(0);
    }

    [Fact]
    public void JobMetrics_CutAHalfLineOffThatIsLongerThanABlock()
    {
        File.WriteAllText(Path, Lines(1) + new string('x', 10_000));
        using (var metrics = new JobMetrics(Path, [new("a", "a=(.*)")])) metrics.Add("algo-1", "a=2", Noon);
        New().ShouldBe([1, 2]);
        File.WriteAllText(Path, new string('x', 10_000));
        using (var metrics = new JobMetrics(Path, [new("a", "a=(.*)")])) metrics.Add("algo-1", "a=3", Noon);
        File.ReadAllText(Path).ShouldBe(MetricSeries.Line(new MetricPoint(Noon, "algo-1", "a", 3)));
    }

    [Fact]
    public void ReportedObjectives_AreOfOneMetric_AndTheSameListUntilSomethingIsNew()
    {
        var reported = new ReportedObjectives(Path, "a");
        reported.Read().ShouldBeEmpty();
        Append(Lines(1) + MetricSeries.Line(new MetricPoint(Noon, "algo-1", "b", 7)));
        var first = reported.Read();
        first.ShouldBe([1.0]);
        reported.Read().ShouldBeSameAs(first);
        Append(Lines(2));
        reported.Read().ShouldBe([1.0, 2.0]);
        first.ShouldBe([1.0]);
        Replace(Lines(9));
        reported.Read().ShouldBe([9.0]);
    }

    private static string Lines(params float[] values) => string.Concat(values.Select(value => MetricSeries.Line(new MetricPoint(Noon.AddSeconds(value), "algo-1", "a", value))));

    private void Append(string text) => File.AppendAllText(Path, text);

    private void Replace(string text) => File.WriteAllText(Path, text);

    private List<float> New()
    {
        _values.Clear();
        _reader.ReadNew(() => _restarts++, point => _values.Add(point.Value));
        return _values;
    }
}
