using System.Text.Json;
using System.Text.RegularExpressions;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>Jobs that continue from another job's model, removed after the test.</summary>
public abstract class ContinuedJobs : IDisposable
{
    private protected static readonly (string, string)[] Small =
        [("epochs", "4"), ("batch_size", "16"), ("hidden_layers", "[16]"), ("learning_rate", "0.02"), ("threads", "1"), ("device", "cpu")];

    private readonly List<JobFolder> _jobs = [];

    public void Dispose() => _jobs.ForEach(job => job.Dispose());

    private protected JobFolder Job(string train, params (string, string)[] hyperparameters)
    {
        var job = new JobFolder().With([.. Small, .. hyperparameters]).Channel("train", train);
        _jobs.Add(job);
        return job;
    }

    private protected static (string[] Metrics, List<string> Lines) Run(JobFolder job)
    {
        var (output, notes) = (new StringWriter(), new JobNotes());
        new TrainingJob(job.Paths, output, notes, TimeProvider.System).Run(TestContext.Current.CancellationToken).ShouldNotBeNull();
        return (output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), notes.Lines);
    }

    /// <summary>A trained model: by default of two classes, "no" and "yes".</summary>
    private protected JobFolder Trained(string? train = null, params (string, string)[] hyperparameters)
    {
        var job = Job(train ?? JobFolder.TwoClasses(300), hyperparameters);
        Run(job);
        return job;
    }

    private protected JobFolder Continued(JobFolder from, string train, params (string, string)[] hyperparameters) =>
        Job(train, hyperparameters).Model(Archive.OfFolder(from.Paths.Model));

    private protected static IReadOnlyList<Mistake> Mistakes(JobFolder job)
    {
        var mistakes = Should.Throw<JobInputException>(() => Run(job)).Mistakes;
        Directory.EnumerateFiles(job.Paths.BaseDirectory, "model.*", SearchOption.AllDirectories).ShouldAllBe(file => file.StartsWith(job.Paths.InputData));
        // validate tells the same
        new JobValidation(job.Paths).Run(TestContext.Current.CancellationToken).Mistakes.ShouldBe(mistakes);
        return mistakes;
    }

    private protected static double[] Values(string[] metrics, string name) =>
        [.. metrics.Select(line => Regex.Match(line, $" {name}=(\\S+)$")).Where(match => match.Success).Select(match => double.Parse(match.Groups[1].Value))];

    private protected static JsonElement Description(JobFolder job)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(job.Paths.Model, "model.json")));
        return document.RootElement.Clone();
    }

    private protected static byte[] Bytes(JobFolder job, string tensor)
    {
        using var weights = SafetensorsReader.Open(Path.Combine(job.Paths.Model, "model.safetensors"));
        var entry = weights.Find(tensor)!;
        var bytes = new byte[entry.Length];
        weights.Read(entry, bytes);
        return bytes;
    }

    private protected static float[] Floats(JobFolder job, string tensor) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(Bytes(job, tensor)).ToArray();
}
