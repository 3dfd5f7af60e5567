using System.Diagnostics;
using System.Text;

namespace EndToEnd;

/// <summary>Pipe mode, as the service does it: a FIFO per pass, written by another process, sometimes late.</summary>
public sealed class PipeTests
{
    private static readonly string Rows = string.Concat(Enumerable.Range(0, 400).Select(row =>
        FormattableString.Invariant($"{(row % 3 == 0 ? "a" : "b")},{row % 3 / 2.0:0.0},{row % 7},{row % 5}\n")));

    [Fact]
    public async Task PipesThatComeLate_GiveTheModelOfTheSameRowsInFiles()
    {
        using var files = Job("File");
        files.Channel("train", Rows).Channel("validation", Rows);
        files.Run("train").ExitCode.ShouldBe(0);

        using var pipes = Job("Pipe");
        using var process = pipes.Start("train");
        var log = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Feed(pipes, "train");
        Feed(pipes, "validation");
        process.WaitForExit(TimeSpan.FromMinutes(2)).ShouldBeTrue();
        process.ExitCode.ShouldBe(0, await log);
        File.ReadAllBytes(pipes.PathOf("model", "model.safetensors")).ShouldBe(File.ReadAllBytes(files.PathOf("model", "model.safetensors")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StopWhileAPipeIsWaitedFor_EndsAtOnceWithoutAModel(bool exists)
    {
        using var job = Job("Pipe");
        if (exists)
            MakeFifo(job, "train");
        var (exitCode, lines, after) = RunningJob.SignalAt(job.Start("train"), line => line.Contains("INF job waiting"), RunningJob.Terminate);
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines));
        after.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        Directory.GetFileSystemEntries(job.PathOf("model")).ShouldBeEmpty();
    }

    [Fact]
    public void WriterThatEndsWithinARow_IsADataErrorWithItsPlace()
    {
        using var job = Job("Pipe");
        using var process = job.Start("train");
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Feed(job, "train", Rows[..1001]);
        process.WaitForExit(TimeSpan.FromMinutes(2)).ShouldBeTrue();
        process.ExitCode.ShouldNotBe(0);
        job.Failure.ShouldContain("channel train, epoch 0");
        job.Failure.ShouldContain("record ");
    }

    private static Job Job(string mode)
    {
        var job = new Job();
        if (mode == "Pipe")
        {
            job.Config("inputdataconfig.json", """{"train":{"TrainingInputMode":"Pipe","ContentType":"text/csv"},"validation":{"TrainingInputMode":"Pipe","ContentType":"text/csv"}}""");
            Directory.CreateDirectory(job.PathOf("input", "data"));
        }
        return job.Hyperparameters(("epochs", "3"), ("threads", "1"), ("sagemaker_job_name", "waiting"));
    }

    private static void Feed(Job job, string channel, string? rows = null)
    {
        MakeFifo(job, channel);
        _ = Task.Run(() =>
        {
            using var pipe = new FileStream(job.PathOf("input", "data", $"{channel}_0"), FileMode.Open, FileAccess.Write);
            pipe.Write(Encoding.UTF8.GetBytes(rows ?? Rows));
        });
    }

    private static void MakeFifo(Job job, string channel)
    {
        using var made = Process.Start("mkfifo", [job.PathOf("input", "data", $"{channel}_0")]);
        made.WaitForExit();
        made.ExitCode.ShouldBe(0);
    }
}
