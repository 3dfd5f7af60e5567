using System.Text.Json;
using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.LocalSageMaker.Metrics;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.LocalSageMaker.Tests.Requests;

namespace TrainingContainer.LocalSageMaker.Tests.Jobs;

/// <summary>A tuning job whose training jobs report a value a second, in simulated time.</summary>
internal sealed class SimulatedTuning : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("local-sagemaker-").FullName;
    private readonly List<Running> _running = [];

    public SimulatedTuning()
    {
        Home = new LocalHome(Path.Combine(_folder, "home"));
        TrainingJobs = new TrainingJobs(Home, Start, Time);
        TuningJobs = new TuningJobs(Home, _ => { }, Time);
        Time.Passed += Pass;
    }

    public SampleRequest Request { get; private set; } = SampleTuningRequest.Create();

    public SimulatedTime Time { get; } = new();

    public LocalHome Home { get; }

    public TrainingJobs TrainingJobs { get; }

    public TuningJobs TuningJobs { get; }

    public int Epochs { get; set; } = 9;

    /// <summary>The value that a job reports; null for none.</summary>
    public Func<IReadOnlyDictionary<string, string>, int, double?> Value { get; set; } = (hyperparameters, epoch) => Math.Abs(Math.Log10(Number(hyperparameters)) + 2) + (1.0 / epoch);

    /// <summary>How a job ends that was not stopped.</summary>
    public Func<int, JobOutcome> Outcome { get; set; } = _ => JobOutcome.Completed;

    /// <summary>Whether training jobs go on that are asked to stop.</summary>
    public bool IgnoresStops { get; set; }

    /// <summary>Called at each tick.</summary>
    public Action Ticked { get; set; } = () => { };

    /// <summary>The most training jobs that ran at once.</summary>
    public int ParallelMost { get; private set; }

    public TuningJobFolder Folder => Home.TuningJob(Name);

    public TuningJobState State => Folder.ReadState();

    public JsonElement Description => JsonSerializer.SerializeToElement(new TuningJobDescription(Home, Folder).Describe());

    public string Name { get; private set; } = "tune";

    public static double Number(IReadOnlyDictionary<string, string> hyperparameters) => double.Parse(hyperparameters["learning_rate"], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Begins another tuning job in the same home.</summary>
    public SimulatedTuning Next(string name)
    {
        (Name, Request) = (name, SampleTuningRequest.Create().With("HyperParameterTuningJobName", $"\"{name}\""));
        return this;
    }

    /// <summary>The same tuning job with two definitions.</summary>
    public SimulatedTuning Several()
    {
        Request = SampleTuningRequest.CreateSeveral();
        return this;
    }

    public SimulatedTuning Create()
    {
        TuningJobs.Create(Request.Json, new RunOptions { S3Root = _folder }, new RequestFindings());
        return this;
    }

    /// <summary>Creates the tuning job, where that is not done, and runs it to its end.</summary>
    public SimulatedTuning Run()
    {
        if (!Folder.Exists) Create();
        using var held = Folder.TryLock().ShouldNotBeNull();
        new TuningJobRunner(Folder, Home, TrainingJobs, Time).RunAsync().Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken).ShouldBeTrue();
        return this;
    }

    /// <summary>Creates the tuning job, and kills its runner as soon as something is so.</summary>
    public void Kill(Func<bool> when)
    {
        Create();
        using var held = Folder.TryLock().ShouldNotBeNull();
        var killed = new TaskCompletionSource();
        Time.IsKilled = when;
        Time.Killed += killed.SetResult;
        var running = new TuningJobRunner(Folder, Home, TrainingJobs, Time).RunAsync();
        Task.WhenAny(killed.Task, running).Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken).ShouldBeTrue();
        running.IsCompleted.ShouldBeFalse("it ended before it was killed");
        Time.IsKilled = null;
        Time.Killed -= killed.SetResult;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Start(JobFolder job)
    {
        // the runner's own lock is not taken here, so that it seems to be gone after a while
        if (_running.Exists(running => running.Job == job))
        {
            // as a new runner does first
            job.Write(job.ReadState());
            return;
        }

        _running.Add(new Running(job, Time.GetUtcNow(), TrainingJobRequest.Read(job.ReadRequest(), new RequestFindings()).HyperParameters));
        ParallelMost = Math.Max(ParallelMost, _running.Count(running => !JobStatus.IsFinal(running.Job.ReadState().Status)));
    }

    private void Pass()
    {
        foreach (var (number, running) in _running.Index().Where(running => !JobStatus.IsFinal(running.Item.Job.ReadState().Status)))
        {
            var (job, now) = (running.Job, Time.GetUtcNow());
            if (job.IsStopRequested && !IgnoresStops)
            {
                End(job, JobOutcome.Stopped);
                continue;
            }

            for (; running.Reported < Epochs && now - running.Start >= TimeSpan.FromSeconds(running.Reported + 1);)
            {
                if (Value(running.HyperParameters, ++running.Reported) is { } value)
                    File.AppendAllText(job.MetricsFile, MetricSeries.Line(new MetricPoint(now, "algo-1", "validation:loss", (float)value)));
            }

            if (running.Reported == Epochs) End(job, Outcome(number));
        }

        Ticked();
    }

    private void End(JobFolder job, JobOutcome outcome)
    {
        var now = Time.GetUtcNow();
        job.Write((job.ReadState() with { Status = outcome.Status, Outcome = outcome, FailureReason = outcome.FailureReason, TrainingEndTime = now }).To(outcome.SecondaryStatus, outcome.Message, now));
    }

    private sealed record Running(JobFolder Job, DateTimeOffset Start, IReadOnlyDictionary<string, string> HyperParameters)
    {
        public int Reported { get; set; }
    }
}
