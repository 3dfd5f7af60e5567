using System.Text.Json;
using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.LocalSageMaker.Tests.Requests;

namespace TrainingContainer.LocalSageMaker.Tests.Jobs;

/// <summary>A job in simulated time on a home of its own.</summary>
internal sealed class SimulatedJob : IDisposable
{
    public const string Name = "digits-1";

    private readonly string _folder = Directory.CreateTempSubdirectory("local-sagemaker-").FullName;

    public SimulatedJob()
    {
        Engine = new SimulatedEngine(Time);
        Home = new LocalHome(Path.Combine(_folder, "home"));
        Jobs = new TrainingJobs(Home, _ => { }, Time);
        Options = new RunOptions { S3Root = S3() };
        foreach (var channel in (string[])["train", "test"]) Put($"data/{channel}/a.csv", "1,2\n");
        // a FIFO needs a reader: pipes have tests of their own
        Request.With("InputDataConfig[1].InputMode", "\"File\"");
    }

    public SampleRequest Request { get; } = new();

    public RunOptions Options { get; set; }

    /// <summary>What stands for S3; null for the folder.</summary>
    public IObjectStorage? Storage { get; set; }

    public List<string> Warnings { get; } = [];

    public SimulatedTime Time { get; } = new();

    public SimulatedEngine Engine { get; }

    public LocalHome Home { get; }

    public TrainingJobs Jobs { get; }

    public JobFolder Folder => Home.TrainingJob(Name);

    public JobState State => Folder.ReadState();

    public string[] Statuses => [.. State.Transitions.Select(transition => transition.Status)];

    public JsonElement Description => JsonSerializer.SerializeToElement(TrainingJobDescription.Describe(Folder, Time.GetUtcNow()));

    public string S3(params string[] path) => Path.Combine([_folder, "s3", .. path]);

    public void Put(string key, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(S3(key))!);
        File.WriteAllText(S3(key), text);
    }

    public SimulatedJob Create()
    {
        Jobs.Create(Request.Json, Options, new RequestFindings());
        return this;
    }

    /// <summary>Creates the job, where that is not done, and runs it to its end.</summary>
    public SimulatedJob Run()
    {
        if (!Folder.Exists) Create();
        using var held = Folder.TryLock().ShouldNotBeNull();
        new TrainingJobRunner(Folder, Engine, Time, Warnings.Add, Storage).RunAsync().Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken).ShouldBeTrue();
        return this;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
