using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace EndToEnd;

/// <summary>A job on the digits that is killed and started again, and everything of it that an uninterrupted one must equal.</summary>
internal sealed partial class InterruptedJob : IDisposable
{
    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(2);

    private readonly List<string> _lines = [];
    private readonly bool _isPiped;

    /// <param name="hyperparameters">Of the job.</param>
    /// <param name="isPiped">Whether its rows come through pipes, which begin anew with each run, rather than in files.</param>
    public InterruptedJob(IReadOnlyList<(string, string)> hyperparameters, bool isPiped = false)
    {
        _isPiped = isPiped;
        Job = isPiped
            ? new Job().Config("inputdataconfig.json", """{"train":{"TrainingInputMode":"Pipe","ContentType":"text/csv"},"validation":{"TrainingInputMode":"Pipe","ContentType":"text/csv"}}""")
            : new Job().Sample("digits");
        Job.Hyperparameters([.. hyperparameters]);
        Directory.CreateDirectory(Job.PathOf("checkpoints"));
    }

    public Job Job { get; }

    /// <summary>Runs the program to its end, unless it is killed before. Where there is a checkpoint, it must go on from one.</summary>
    /// <param name="killAfter">The time until then; null to let it live.</param>
    /// <param name="from">From when the time counts; where that never comes, it lives.</param>
    /// <returns>True when it ended by itself and well, false when it was killed.</returns>
    public bool Run(TimeSpan? killAfter = null, KillClock from = KillClock.Process)
    {
        var hasCheckpoint = Directory.EnumerateFiles(Job.PathOf("checkpoints"), "checkpoint-*.safetensors").Any();
        using var train = Feeder("train");
        using var validation = Feeder("validation");
        using var process = Job.Start();
        using var limit = new CancellationTokenSource(from != KillClock.Process || killAfter is null ? RunTimeMax : killAfter.Value);
        using var killing = limit.Token.Register(() => Kill(process));
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        long? firstStep = null;
        var isCounting = false;
        foreach (var line in WholeLines(process.StandardOutput))
        {
            lines.Add(line);
            var isFirstStep = firstStep is null && line.Contains(" INF first step after ", StringComparison.Ordinal);
            if (isFirstStep)
                firstStep = Stopwatch.GetTimestamp();
            if (killAfter is { } delay && !isCounting
                && (from == KillClock.FirstStep ? isFirstStep : from == KillClock.Checkpoint && line.Contains(" INF checkpoint checkpoint-", StringComparison.Ordinal)))
            {
                isCounting = true;
                limit.CancelAfter(delay);
            }
        }
        process.WaitForExit();
        TrainingTime = firstStep is { } first ? Stopwatch.GetElapsedTime(first) : default;
        Log.AddRange(lines);
        _lines.AddRange(lines.Where(line => line.StartsWith("epoch=", StringComparison.Ordinal) && !Duration().IsMatch(line)));
        if (hasCheckpoint && firstStep is not null)
            lines.ShouldContain(line => line.Contains("resuming from ", StringComparison.Ordinal));
        if (process.ExitCode == 137)
            return false;
        process.ExitCode.ShouldBe(0, ProgramLog.Excerpt(lines.TakeLast(20), errors.Result));
        return true;
    }

    private PipeFeeder? Feeder(string channel) => _isPiped
        ? new(Job, channel, File.ReadAllBytes(Repository.File("tests", "SampleData", "digits", channel, "digits.csv")))
        : null;

    /// <summary>From the first training step to the end, of the last run.</summary>
    public TimeSpan TrainingTime { get; private set; }

    /// <summary>The last line of a killed process may be cut short, and is then none.</summary>
    private static IEnumerable<string> WholeLines(StreamReader reader)
    {
        var buffer = new char[4096];
        var line = new StringBuilder();
        for (int count; (count = reader.Read(buffer)) > 0;)
        {
            foreach (var letter in buffer.AsMemory(0, count).ToArray())
            {
                if (letter != '\n')
                {
                    line.Append(letter);
                    continue;
                }
                yield return line.ToString();
                line.Clear();
            }
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // it ended at the same moment
        }
    }

    /// <summary>All lines of all runs.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Steps at which runs went on from a checkpoint.</summary>
    public IEnumerable<string> Resumed => Log.Where(line => line.Contains("resuming from ", StringComparison.Ordinal));

    /// <summary>Model, evaluation and metric lines, each line once.</summary>
    public string Result() => string.Join('\n', [
        Convert.ToHexString(File.ReadAllBytes(Job.PathOf("model", "model.safetensors"))),
        File.ReadAllText(Job.PathOf("model", "model.json")),
        File.ReadAllText(Job.PathOf("output", "data", "evaluation.json")),
        .. _lines.Distinct()]);

    /// <summary>Fails with the first line that differs.</summary>
    public void ShouldEqual(string expected, string explanation)
    {
        var (found, wanted) = (Result().Split('\n'), expected.Split('\n'));
        var line = found.Zip(wanted).TakeWhile(pair => pair.First == pair.Second).Count();
        if (line < Math.Max(found.Length, wanted.Length))
            Assert.Fail($"{explanation}: line {line + 1} of {wanted.Length}: found\n{found.ElementAtOrDefault(line)}\nexpected\n{wanted.ElementAtOrDefault(line)}");
    }

    public void Dispose() => Job.Dispose();

    [GeneratedRegex(" (train:samples_per_second|checkpoint:[a-z_]+)=")]
    private static partial Regex Duration();
}
