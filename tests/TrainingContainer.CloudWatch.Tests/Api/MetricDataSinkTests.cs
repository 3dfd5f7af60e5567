namespace TrainingContainer.CloudWatch.Tests.Api;

public sealed class MetricDataSinkTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _warnings = [];

    private MetricDataSink Sink(IMetricDataClient client) => new(client, Samples.Destination, _time, _warnings.Add);

    /// <summary>Lets the pause before the next try pass, once the sink has come to it.</summary>
    private void PassPause(FakeClient client, int tries)
    {
        Eventually.Becomes(() => client.Requests.Count >= tries && _time.Waits.Any(wait => wait <= TimeSpan.FromSeconds(8)), $"the pause after try {tries}");
        _time.Pass(_time.Waits[0]);
    }

    [Fact]
    public void Values_AreSent()
    {
        var client = new FakeClient();
        var sink = Sink(client);
        sink.Write(Samples.OneEach(3));
        sink.Close();
        client.Requests.SelectMany(request => request.Data).Select(datum => (datum.Metric.Name, datum.Values[0], datum.Counts[0])).ShouldBe(
            [("validation:metric_0", 0, 1), ("validation:metric_1", 1, 1), ("validation:metric_2", 2, 1)]);
        client.Requests[0].Destination.ShouldBe(Samples.Destination);
        (sink.Sent, sink.Dropped).ShouldBe((3, 0));
        _warnings.ShouldBeEmpty();
    }

    [Fact]
    public void NothingToSend_IsNoRequest()
    {
        var client = new FakeClient();
        Sink(client).Close();
        client.Requests.ShouldBeEmpty();
        // the timer of a wait that was answered is given back by another thread, a moment later
        Eventually.Becomes(() => _time.Waits.Count == 0, "no timer is left");
    }

    [Fact]
    public async Task Batches_KeepToTheLimits()
    {
        var first = new TaskCompletionSource();
        var client = new FakeClient((_, _) => first.Task);
        var sink = Sink(client);
        sink.Write(Samples.OneEach(1));
        Eventually.Becomes(() => client.Requests.Count == 1, "the first request");
        // these wait until the first is answered: small items by their number, large ones by their size
        sink.Write(Samples.OneEach(2_500));
        sink.Write([.. Enumerable.Range(0, 100).Select(number => Samples.Different(150, number))]);
        first.SetResult();
        await Task.Run(sink.Close, TestContext.Current.CancellationToken);
        client.Requests.Skip(1).Take(2).Select(request => request.Data.Count).ShouldBe([1_000, 1_000]);
        client.Requests.ShouldAllBe(request => request.Data.Count <= 1_000);
        client.Requests.ShouldAllBe(request => MetricDataRequest.BytesBefore(Samples.Destination)
            + request.Data.Sum(datum => MetricDataRequest.BytesOf(datum, Samples.Destination)) <= 1_000_000);
        client.Requests.Count.ShouldBeInRange(5, 8);
        (sink.Sent, sink.Dropped).ShouldBe((1 + 2_500 + (100 * 150), 0));
    }

    [Fact]
    public void AFailureThatPasses_IsTriedAgain()
    {
        var client = new FakeClient((number, _) => number <= 2 ? throw new IOException("connection reset") : Task.CompletedTask);
        var sink = Sink(client);
        sink.Write(Samples.OneEach(5));
        PassPause(client, tries: 1);
        PassPause(client, tries: 2);
        Eventually.Becomes(() => sink.Sent == 5, "the third try");
        sink.Close();
        client.Requests.Count.ShouldBe(3);
        client.Requests.ShouldAllBe(request => ReferenceEquals(request, client.Requests[0]));
        _warnings.ShouldBeEmpty();
    }

    [Fact]
    public void AFailureThatStays_IsGivenUpCountedAndToldOnce()
    {
        var client = new FakeClient((_, _) => throw new IOException("no route to host"));
        var sink = Sink(client);
        for (var batch = 1; batch <= 2; batch++)
        {
            sink.Write(Samples.OneEach(5));
            var start = _time.GetUtcNow();
            for (var tries = 1; tries <= MetricDataSink.RetriesMax; tries++)
                PassPause(client, ((batch - 1) * (MetricDataSink.RetriesMax + 1)) + tries);
            Eventually.Becomes(() => sink.Dropped == 5 * batch, $"batch {batch} is given up");
            (_time.GetUtcNow() - start).ShouldBeLessThan(MetricDataSink.BatchTimeMax);
        }
        client.Requests.Count.ShouldBe(2 * (MetricDataSink.RetriesMax + 1));
        _warnings.ShouldHaveSingleItem().ShouldBe("CloudWatch metrics: 5 values could not be sent, and the job goes on without them: no route to host");
        sink.Close();
        _warnings[1].ShouldBe("CloudWatch metrics: 0 values were sent, 10 were lost: no route to host");
        _warnings.Count.ShouldBe(2);
    }

    [Fact]
    public void ARefusal_IsNotTriedAgain()
    {
        var client = new FakeClient((_, _) => throw new MetricsRefusedException("AccessDenied: not authorized to perform cloudwatch:PutMetricData"));
        var sink = Sink(client);
        sink.Write(Samples.OneEach(5));
        Eventually.Becomes(() => sink.Dropped == 5, "it is refused");
        client.Requests.Count.ShouldBe(1);
        sink.Close();
        _warnings[0].ShouldContain("cloudwatch:PutMetricData");
    }

    [Fact]
    public void AServiceThatHangs_IsTriedAgainAfterItsTimeAndThenGivenUp()
    {
        // it does not even listen to the cancellation
        var client = new FakeClient((_, _) => new TaskCompletionSource().Task);
        var sink = Sink(client);
        sink.Write(Samples.OneEach(5));
        Eventually.Becomes(() => client.Requests.Count == 1 && _time.Waits.Contains(MetricDataSink.TryTimeMax), "the first try");
        _time.Pass(MetricDataSink.TryTimeMax);
        PassPause(client, tries: 1);
        Eventually.Becomes(() => client.Requests.Count == 2, "the second try");
        // whatever try it is at by then
        _time.Pass(MetricDataSink.BatchTimeMax);
        Eventually.Becomes(() => sink.Dropped == 5, "it is given up");
        sink.Close();
        _warnings.Count.ShouldBe(2);
    }

    [Fact]
    public async Task TheEnd_WaitsNoLongerThanItMay()
    {
        var client = new FakeClient((_, _) => new TaskCompletionSource().Task);
        var sink = Sink(client);
        sink.Write(Samples.OneEach(2_500));
        var closing = Task.Run(sink.Close, TestContext.Current.CancellationToken);
        Eventually.Becomes(() => _time.Waits.Contains(MetricDataSink.CloseTimeMax) && client.Requests.Count == 1, "the end waits");
        closing.IsCompleted.ShouldBeFalse();
        _time.Pass(MetricDataSink.CloseTimeMax);
        await closing;
        (sink.Sent, sink.Dropped).ShouldBe((0, 2_500));
        _warnings[^1].ShouldBe("CloudWatch metrics: 0 values were sent, 2500 were lost: the job ended, and they were not sent within 5 s");
    }

    [Fact]
    public async Task AClientThatKeepsTheThread_IsLeftAlone()
    {
        using var free = new ManualResetEventSlim();
        var client = new FakeClient((_, _) =>
        {
            free.Wait(CancellationToken.None);
            return Task.CompletedTask;
        });
        var sink = Sink(client);
        sink.Write(Samples.OneEach(1));
        Eventually.Becomes(() => client.Requests.Count == 1, "the call");
        sink.Write(Samples.OneEach(3));
        var closing = Task.Run(sink.Close, TestContext.Current.CancellationToken);
        Eventually.Becomes(() => _time.Waits.Contains(MetricDataSink.CloseTimeMax + TimeSpan.FromSeconds(1)), "the end waits");
        _time.Pass(MetricDataSink.CloseTimeMax + TimeSpan.FromSeconds(1));
        await closing;
        _warnings.ShouldHaveSingleItem().ShouldStartWith("CloudWatch metrics: 0 values were sent, 3 were lost");
        free.Set();
    }

    [Fact]
    public void TooManyWaiting_LoseTheOldest()
    {
        var hanging = new TaskCompletionSource();
        var client = new FakeClient((_, _) => hanging.Task);
        var sink = Sink(client);
        sink.Write(Samples.OneEach(1));
        Eventually.Becomes(() => client.Requests.Count == 1, "the first request hangs");
        sink.Write(Samples.OneEach(MetricDataSink.WaitingMax + 25));
        sink.Dropped.ShouldBe(25);
        hanging.SetResult();
        sink.Close();
        client.Requests[1].Data[0].Values.ShouldBe([25]);
        sink.Sent.ShouldBe(1 + MetricDataSink.WaitingMax);
    }

    [Theory]
    [InlineData(-14 * 24, false)]
    [InlineData((-14 * 24) + 1, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void TimesOutOfTheApisRange_AreNotSent(int hours, bool sent)
    {
        var client = new FakeClient();
        var sink = Sink(client);
        sink.Write([Samples.Different(1) with { Time = ManualTime.Start.AddHours(hours) }, Samples.Different(1)]);
        sink.Close();
        (sink.Sent, sink.Dropped).ShouldBe(sent ? (2, 0) : (1, 1));
        _warnings.Count.ShouldBe(sent ? 0 : 2);
    }

    [Fact]
    public void AfterTheEnd_NothingIsTaken()
    {
        var sink = Sink(new FakeClient());
        sink.Close();
        sink.Write(Samples.OneEach(2));
        sink.Dropped.ShouldBe(2);
    }
}
