using System.Diagnostics;
using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>
/// Whatever the files of a job hold, reading them ends soon, and in success or in an exception that tells the user what is wrong. A case
/// is known by its number: the same number draws the same files.
/// </summary>
public sealed class BorderFuzzTests
{
    private const int Cases = 20_000;
    private const int WholeJobs = 100;

    private static readonly TimeSpan CaseTimeMax = TimeSpan.FromSeconds(5);

    [Fact]
    public void RandomRequestsAndRows_EndInSuccessOrATellingException()
    {
        using var job = new JobFolder();
        var read = 0;
        var (requests, tables) = (0, 0);
        foreach (var name in TrainingChannels.All.Select(channel => channel.Name).Append("other"))
            Directory.CreateDirectory(job.Paths.Channel(name));
        ForEach(Cases, number =>
        {
            var random = new RandomJob(number);
            File.WriteAllBytes(job.Paths.HyperparametersFile, random.Hyperparameters());
            File.WriteAllBytes(job.Paths.InputDataConfigFile, random.Channels());
            File.WriteAllBytes(job.Paths.ResourceConfigFile, random.Resources());
            requests += Succeeds(number, () => JobRequest.Read(job.Paths)) ? 1 : 0;
            if (number % 4 == 0)
                tables += Succeeds(number, () => ReadRows(job, random)) ? 1 : 0;
            read++;
        });
        read.ShouldBe(Cases);
        // random input that is never right would test the first check alone
        requests.ShouldBeGreaterThan(Cases / 100);
        tables.ShouldBeGreaterThan(Cases / 4 / 40);
    }

    [Fact]
    public void RandomJobs_AreTrainedOrRefused()
    {
        var trained = 0;
        ForEach(WholeJobs, number =>
        {
            var random = new RandomJob(number);
            using var job = new JobFolder();
            string[] changes = ["\"dropout\":\"0.5\"", "\"batch_normalization\":\"True\"", "\"task\":\"regression\"", "\"optimizer\":\"sgd\"", "\"class_weights\":\"balanced\"", "\"loss\":\"mae\""];
            var chosen = changes.Where(_ => random.Next(4) == 0).Prepend("\"epochs\":\"1\",\"threads\":\"1\",\"hidden_layers\":\"[2]\",\"batch_size\":\"3\",\"device\":\"cpu\"");
            File.WriteAllText(job.Paths.HyperparametersFile, $"{{{string.Join(',', chosen)}}}");
            foreach (var name in TrainingChannels.Rows.Select(channel => channel.Name).Where((_, index) => index == 0 || random.Next(3) == 0))
                job.Channel(name, "");
            foreach (var folder in Directory.GetDirectories(job.Paths.InputData))
                File.WriteAllBytes(Path.Combine(folder, "part-0.csv"), random.Damaged(JobFolder.TwoClasses(20 + random.Next(20), "0", "1")));
            File.WriteAllBytes(job.Paths.ResourceConfigFile, random.Damaged("""{"current_host":"algo-1","hosts":["algo-1"]}"""));
            trained += Succeeds(number, () => new TrainingJob(job.Paths, TextWriter.Null, new Silence(), TimeProvider.System).Run(CancellationToken.None)) ? 1 : 0;
            // a whole model or none
            if (Directory.Exists(job.Paths.Model))
                Directory.GetFileSystemEntries(job.Paths.Model).Length.ShouldBeOneOf(0, 2);
        });
        trained.ShouldBeInRange(WholeJobs / 10, WholeJobs - 1);
    }

    private static void ReadRows(JobFolder job, RandomJob random)
    {
        var folder = job.Paths.Channel("train");
        foreach (var file in Directory.GetFiles(folder))
            File.Delete(file);
        var (content, isGzip) = random.Csv();
        File.WriteAllBytes(Path.Combine(folder, isGzip ? "a.csv.gz" : "a.csv"), content);
        CsvChannel.Read(folder, new CsvOptions { ChannelName = "train", LabelKind = (LabelKind)random.Next(3), LabelColumn = random.Next(4) - 1, Threads = 1 }, CancellationToken.None);
    }

    private static bool Succeeds(int number, Action run)
    {
        try
        {
            run();
            return true;
        }
        catch (Exception exception) when (exception is JobInputException or DataException or TrainingDivergedException)
        {
            exception.Message.ShouldNotBeNullOrWhiteSpace($"case {number}");
            FailureReport.Compose(exception).Length.ShouldBeInRange(1, FailureReport.LengthMax, $"case {number}");
            return false;
        }
    }

    /// <summary>Runs the cases on a thread of their own, so that one that hangs is told by its number.</summary>
    private static void ForEach(int cases, Action<int> run)
    {
        var (number, started) = (0, Stopwatch.GetTimestamp());
        Exception? failure = null;
        using var ended = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            try
            {
                for (; number < cases; number++)
                {
                    Volatile.Write(ref started, Stopwatch.GetTimestamp());
                    run(number);
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }
            ended.Set();
        })
        { IsBackground = true };
        thread.Start();
        while (!ended.Wait(CaseTimeMax / 4, TestContext.Current.CancellationToken))
            Stopwatch.GetElapsedTime(Volatile.Read(ref started)).ShouldBeLessThan(CaseTimeMax, $"case {number} hangs");
        if (failure is not null)
            throw new InvalidOperationException($"case {number}: {failure.Message}", failure);
    }

    private sealed class Silence : TrainingObserver;
}
