namespace TrainingContainer.CloudWatch.Tests.Api;

/// <summary>A service that does what a test says, and keeps the requests.</summary>
internal sealed class FakeClient(Func<int, CancellationToken, Task> answer) : IMetricDataClient
{
    private readonly Lock _lock = new();
    private readonly List<MetricDataRequest> _requests = [];

    /// <summary>Answers every request with success.</summary>
    public FakeClient() : this((_, _) => Task.CompletedTask)
    {
    }

    public IReadOnlyList<MetricDataRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    public Task PutAsync(MetricDataRequest request, CancellationToken cancel)
    {
        int number;
        lock (_lock)
        {
            _requests.Add(request);
            number = _requests.Count;
        }
        return answer(number, cancel);
    }
}
