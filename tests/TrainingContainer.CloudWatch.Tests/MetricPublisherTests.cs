using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch.Tests;

public sealed class MetricPublisherTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private readonly List<string> _warnings = [];

    private MetricPublisher Publisher(IMetricSink sink, params IMetricSource[] sources) => new(sink, sources, Period, _time, _warnings.Add);

    [Fact]
    public void Sources_AreSampledOncePerPeriodAndAtTheEnd()
    {
        var sink = new RecordingSink();
        using (Publisher(sink, new Counter()))
        {
            _time.Pass(TimeSpan.FromSeconds(9.9));
            sink.Values.ShouldBeEmpty();
            _time.Pass(TimeSpan.FromSeconds(20.1));
            sink.Values.Select(metric => ((metric.Time - ManualTime.Start).TotalSeconds, metric.Values[0])).ShouldBe([(10, 1), (20, 2), (30, 3)]);
            sink.IsClosed.ShouldBeFalse();
        }
        sink.Values[^1].Values.ShouldBe([4]);
        sink.IsClosed.ShouldBeTrue();
        // the timer of a wait that was answered is given back by another thread, a moment later
        Eventually.Becomes(() => _time.Waits.Count == 0, "no timer is left");
        _warnings.ShouldBeEmpty();
    }

    [Fact]
    public void MetricLines_KeepTheirTime()
    {
        var sink = new RecordingSink();
        using var publisher = Publisher(sink);
        _time.Pass(TimeSpan.FromSeconds(3));
        publisher.Add(Samples.Metric(1), 0.5);
        publisher.Add(Samples.Metric(2), double.NaN);
        _time.Pass(TimeSpan.FromSeconds(7));
        sink.Values.ShouldHaveSingleItem().Time.ShouldBe(ManualTime.Start.AddSeconds(3));
    }

    [Fact]
    public void NothingMeasured_IsNothingWritten()
    {
        var sink = new RecordingSink();
        using (Publisher(sink))
            _time.Pass(TimeSpan.FromSeconds(100));
        sink.Writes.ShouldBe(0);
    }

    [Fact]
    public void ASourceThatThrows_IsToldOnceAndTheOthersGoOn()
    {
        var sink = new RecordingSink();
        using (Publisher(sink, new Faulty(), new Counter()))
            _time.Pass(TimeSpan.FromSeconds(50));
        sink.Values.Count.ShouldBe(6);
        _warnings.ShouldHaveSingleItem().ShouldBe("CloudWatch metrics: Faulty failed: the kernel has no such file");
    }

    [Fact]
    public void ASinkThatThrows_IsToldOnceAndStillClosed()
    {
        var sink = new RecordingSink { OnWrite = () => throw new InvalidOperationException("out of paper") };
        using (Publisher(sink, new Counter()))
            _time.Pass(TimeSpan.FromSeconds(50));
        (sink.Writes, sink.IsClosed).ShouldBe((6, true));
        _warnings.ShouldHaveSingleItem().ShouldBe("CloudWatch metrics: RecordingSink failed: out of paper");
    }

    [Fact]
    public void TooManyMetricLines_AreDroppedAndCounted()
    {
        var sink = new RecordingSink();
        var publisher = Publisher(sink);
        for (var i = 0; i < MetricPublisher.WaitingMax + 7; i++)
            publisher.Add(Samples.Metric(0), i);
        publisher.Dropped.ShouldBe(7);
        publisher.Dispose();
        sink.Values.Sum(metric => metric.Values.Count).ShouldBe(MetricPublisher.WaitingMax);
        _warnings.ShouldHaveSingleItem().ShouldContain("7 values came faster");
    }

    [Fact]
    public async Task ABlockedSink_KeepsNeitherTheCallerNorTheTimerNorTheEnd()
    {
        using var free = new ManualResetEventSlim();
        using var blocked = new ManualResetEventSlim();
        var sink = new RecordingSink
        {
            OnWrite = () =>
            {
                blocked.Set();
                free.Wait(TestContext.Current.CancellationToken);
            },
        };
        var publisher = Publisher(sink, new Counter());
        var ticking = Task.Run(() => _time.Pass(Period), TestContext.Current.CancellationToken);
        blocked.Wait(TestContext.Current.CancellationToken);
        publisher.Add(Samples.Metric(1), 1);
        // the next ticks come while the first still writes: they pass by
        _time.Pass(5 * Period);
        sink.Writes.ShouldBe(1);
        var ending = Task.Run(publisher.Dispose, TestContext.Current.CancellationToken);
        Eventually.Becomes(() => _time.Waits.Contains(MetricPublisher.EndTimeMax), "the end waits");
        _time.Pass(MetricPublisher.EndTimeMax);
        await ending;
        _warnings.ShouldHaveSingleItem().ShouldContain("not written within 8 s");
        free.Set();
        await ticking;
    }

    [Fact]
    public void Add_FromManyThreads_LosesNothing()
    {
        var sink = new RecordingSink();
        using (var publisher = Publisher(sink))
            Parallel.For(0, 2_000, i => publisher.Add(Samples.Metric(0), i));
        sink.Values.SelectMany(metric => metric.Values).Order().ShouldBe(Enumerable.Range(0, 2_000).Select(i => (double)i));
    }

    private sealed class Counter : IMetricSource
    {
        private int _count;

        public IEnumerable<(Metric Metric, double Value)> Sample() => [(Samples.Metric(0), ++_count)];
    }

    private sealed class Faulty : IMetricSource
    {
        public IEnumerable<(Metric Metric, double Value)> Sample() => throw new InvalidOperationException("the kernel has no such file");
    }
}
