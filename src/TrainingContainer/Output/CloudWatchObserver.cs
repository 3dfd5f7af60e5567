using System.Runtime.CompilerServices;
using TrainingContainer.CloudWatch;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Output;

/// <summary>
/// Sends metrics to CloudWatch when the job asks for it, and hands everything on. A job that does not ask never loads the assemblies. The
/// training thread does no more than count its steps: sampling reads that and the sums of <see cref="Goodput"/> from a thread of its own.
/// </summary>
/// <param name="paths">For the job's disk.</param>
/// <param name="output">Standard output, for the embedded metric format.</param>
/// <param name="inner">The next observer; is warned.</param>
/// <param name="time">Of the samples.</param>
internal sealed class CloudWatchObserver(JobPaths paths, TextWriter output, TrainingObserver inner, TimeProvider time) : ForwardingObserver(inner), IDisposable
{
    private MetricPublisher? _publisher;
    private JobRequest? _request;
    private long _steps;

    public override void RequestRead(JobRequest request)
    {
        base.RequestRead(request);
        if (request.Settings.CloudWatch.Output != CloudWatchOutput.Off)
            _request = request;
    }

    public override void TimeAccounted(Goodput goodput)
    {
        base.TimeAccounted(goodput);
        if (_request is not null)
            Start(_request, goodput);
    }

    public override void Measured(Metric metric, double value)
    {
        base.Measured(metric, value);
        if (_request is not null)
            Add(metric, value);
    }

    public override void StepCompleted(int epoch, long step, int rows, Func<double> meanLoss)
    {
        // only this thread writes it
        Volatile.Write(ref _steps, _steps + 1);
        base.StepCompleted(epoch, step, rows, meanLoss);
    }

    /// <summary>Sends what there is, for a bounded time.</summary>
    public void Dispose()
    {
        if (_request is not null)
            End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Start(JobRequest request, Goodput goodput)
    {
        var settings = request.Settings.CloudWatch;
        var job = ServiceHyperparameters.Read(request.Reserved, Environment.GetEnvironmentVariable).JobName;
        var destination = MetricDestination.For(settings.Namespace, job, request.Resources.CurrentHost, settings.Period);
        // the settings' rules let no job come here that asks for what was not built in
        IMetricSink sink = settings.Output == CloudWatchOutput.Api && MetricDataClients.TryCreate() is { } client
            ? new MetricDataSink(client, destination, time, Warning)
            : new EmfSink(output, destination, Warning);
        var sources = CloudWatchMonitor.Sources(
            paths.BaseDirectory,
            () => (Volatile.Read(ref _steps), goodput.SecondsUntilNow(GoodputPhase.Training), goodput.SecondsUntilNow(GoodputPhase.DataWait)), time);
        _publisher = new MetricPublisher(sink, sources, settings.Period, time, Warning);
        Notice($"CloudWatch metrics: {settings.Output.ToString().ToLowerInvariant()}, every {settings.Period.TotalSeconds:0} s, "
            + $"namespace {destination.Namespace}, {MetricDestination.JobDimension} {destination.TrainingJobName}, {MetricDestination.HostDimension} {destination.Host}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Add(Metric metric, double value) => _publisher?.Add(metric, value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void End() => _publisher?.Dispose();
}
