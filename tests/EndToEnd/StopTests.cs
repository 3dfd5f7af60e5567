using System.Globalization;
using System.IO.Compression;

namespace EndToEnd;

/// <summary>A signal at each phase of a job: it ends well and soon, and leaves a whole model or none.</summary>
public sealed class StopTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private static readonly string Rows = string.Concat(Enumerable.Range(0, 64).Select(row =>
        FormattableString.Invariant($"{row % 2},{Math.Sin(row):0.000},{Math.Cos(row):0.000},{row % 7},{row % 5}\n")));

    [Theory]
    [InlineData(RunningJob.Terminate, "SIGTERM")]
    [InlineData(RunningJob.Interrupt, "SIGINT")]
    public void SignalDuringTraining_SavesTheModelAndEndsWell(int signal, string name)
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "1000000"), ("threads", "1"));
        var lines = Stopped(job, line => line.StartsWith("epoch=2 ", StringComparison.Ordinal), signal);
        ModelIsWhole(job, "stopped");
        lines.ShouldContain(line => line.Contains($"{name}: the job ends at the next safe point"));
        lines.ShouldContain(line => line.Contains($"model saved in {job.PathOf("model")}: stopped on request after "));
        lines.ShouldContain(line => line.Contains($"stopped ({name}): model and evaluation are saved in"));
        File.Exists(job.PathOf("output", "data", "evaluation.json")).ShouldBeTrue();
    }

    /// <summary>A shell's background job and nohup's are started so.</summary>
    [Theory]
    [InlineData(RunningJob.Terminate)]
    [InlineData(RunningJob.Interrupt)]
    public void SignalThatWasIgnoredAtTheStart_StopsTheJobAllTheSame(int signal)
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "1000000"), ("threads", "1"));
        using var process = Namespace.Start(job, "sh", "-c", "trap '' INT TERM; exec \"$PROGRAM\" train");
        var (exitCode, lines, afterSignal) = RunningJob.SignalAt(process, line => line.StartsWith("epoch=2 ", StringComparison.Ordinal), signal);
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines));
        afterSignal.ShouldBeLessThan(Soon);
        ModelIsWhole(job, "stopped");
    }

    [Fact]
    public void FurtherSignals_ChangeNothing()
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "1000000"), ("threads", "1"));
        var lines = Stopped(
            job, line => line.StartsWith("epoch=2 ", StringComparison.Ordinal), RunningJob.Terminate, RunningJob.Terminate, RunningJob.Interrupt, RunningJob.Terminate);
        ModelIsWhole(job, "stopped");
        lines.Count(line => line.Contains("the job ends at the next safe point")).ShouldBe(1);
    }

    [Fact]
    public void SignalWhileTheRequestIsRead_LeavesNoModel()
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "1000000"));
        NoModel(job, Stopped(job, line => line.Contains("INF training-container "), RunningJob.Terminate));
    }

    [Fact]
    public void SignalWhileALargeFileIsRead_LeavesNoModel()
    {
        using var job = new Job().DeclareChannel("train");
        job.Hyperparameters(("epochs", "1000000"), ("sagemaker_job_name", "large"));
        using (var file = File.Create(job.PathOf("input", "data", "train", "large.csv.gz")))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        {
            var piece = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Rows, 400)));
            for (var written = 0L; written < 400_000_000; written += piece.Length)
                gzip.Write(piece);
        }
        var lines = Stopped(job, line => line.EndsWith("INF job large", StringComparison.Ordinal), RunningJob.Terminate);
        NoModel(job, lines);
        lines.ShouldNotContain(line => line.Contains("channel train:"));
    }

    [Fact]
    public void SignalDuringSetUp_LeavesNoModel()
    {
        if (Environment.ProcessorCount == 1)
            Assert.Skip("with one core there are no threads to choose: set-up is too short to hit");
        using var job = new Job().Channel("train", string.Concat(Enumerable.Repeat(Rows, 8)));
        job.Hyperparameters(("epochs", "1000000"), ("hidden_layers", "[3000, 3000]"), ("batch_size", "400"));
        NoModel(job, Stopped(job, line => line.Contains("INF device: "), RunningJob.Terminate));
    }

    [Fact]
    public void SignalDuringALargeEvaluation_SavesTheStepsSoFar()
    {
        using var job = new Job().Channel("train", Rows).Channel("validation", string.Concat(Enumerable.Repeat(Rows, 2_000)));
        job.Hyperparameters(("epochs", "1000000"), ("hidden_layers", "[2000, 1000]"), ("threads", "1"));
        var lines = Stopped(job, line => line.Contains("first step after"), RunningJob.Terminate);
        ModelIsWhole(job, "stopped");
        lines.ShouldContain(line => line.Contains("stopped on request after 1 steps of the first epoch"));
        lines.ShouldNotContain(line => line.StartsWith("epoch=", StringComparison.Ordinal));
    }

    [Fact]
    public void SignalDuringSaving_EndsWithTheWholeModel()
    {
        using var job = new Job().Channel("train", Rows).Channel("validation", Rows);
        job.Hyperparameters(("epochs", "1"), ("hidden_layers", "[4000, 2000]"), ("threads", "1"));
        Stopped(job, line => line.Contains(" validation:auc:best="), RunningJob.Terminate);
        ModelIsWhole(job, "finished");
    }

    [Fact]
    public void SignalDuringTheTest_KeepsTheModelAndSaysWhatIsMissing()
    {
        using var job = new Job().Channel("train", Rows).Channel("validation", Rows).Channel("test", string.Concat(Enumerable.Repeat(Rows, 2_000)));
        job.Hyperparameters(("epochs", "1"), ("hidden_layers", "[2000, 1000]"), ("threads", "1"));
        var lines = Stopped(job, line => line.Contains("INF model saved in"), RunningJob.Terminate);
        ModelIsWhole(job, "finished");
        lines.ShouldContain(line => line.Contains("channel test was not measured: the job is stopping"));
        job.Json("output", "data", "evaluation.json").TryGetProperty("validation", out _).ShouldBeTrue();
    }

    [Fact]
    public void SignalDuringPredictions_LeavesNoHalfFile()
    {
        using var job = new Job().Channel("train", Rows).Channel("test", System.Text.Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Range(0, 128_000).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row % 3},{row % 5},1,2\n")))), "text/csv;label_size=0");
        job.Hyperparameters(("epochs", "1"), ("hidden_layers", "[2000, 1000]"), ("threads", "1"));
        Stopped(job, line => line.Contains("INF model saved in"), RunningJob.Terminate);
        ModelIsWhole(job, "finished");
        Directory.GetFileSystemEntries(job.PathOf("output", "data")).Select(Path.GetFileName).Order().ShouldBe(["evaluation.json", "goodput.json", "statistics.json"]);
    }

    [Fact]
    public void StepThatOutlastsTheLimit_IsCutOffWithoutAHalfModel()
    {
        using var job = new Job().Channel("train", string.Concat(Enumerable.Repeat(Rows, 400)));
        job.Hyperparameters(("epochs", "1000000"), ("hidden_layers", "[2000, 2000]"), ("threads", "1"), ("batch_size", "12800"), ("validation_fraction", "0"));
        using var process = job.Variable("TRAINING_CONTAINER_STOP_SECONDS", "1").Start("train");
        var (exitCode, lines, afterSignal) = RunningJob.SignalAt(process, line => line.Contains("first step after"), RunningJob.Terminate);
        afterSignal.ShouldBeLessThan(Soon);
        if (exitCode == 0)
            Assert.Skip("the stop came between two steps");
        exitCode.ShouldBe(1, ProgramLog.Excerpt(lines));
        job.Failure.ShouldContain("the work in flight did not end within 1 s");
        Directory.GetFileSystemEntries(job.PathOf("model")).ShouldBeEmpty();
    }

    /// <summary>The line of the deadline waited for the same pipe, and the process for ever.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LogThatNobodyReads_KeepsNoStopFromEnding(bool isProcessOne)
    {
        if (isProcessOne)
            Namespace.Require(Namespace.ProcessOne);
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "1000000"), ("threads", "1"));
        using var full = new FullPipe(job.PathOf("log"));
        using var process = Namespace.Start(job, [.. isProcessOne ? (string[])["unshare", .. Namespace.ProcessOne] : [], "sh", "-c", $"TRAINING_CONTAINER_STOP_SECONDS=1 exec \"$PROGRAM\" train > {job.PathOf("log")} 2>&1"]);
        full.WaitUntilFull();
        RunningJob.Send(isProcessOne ? Namespace.FirstProcess(process) : process.Id, RunningJob.Terminate);
        process.WaitForExit(TimeSpan.FromSeconds(60)).ShouldBeTrue("the process goes on");
        // the line that has no room any more is one of an epoch, or the one that tells of the saved model
        if (process.ExitCode == 0)
        {
            ModelIsWhole(job, "stopped");
            return;
        }
        process.ExitCode.ShouldBe(1);
        job.Failure.ShouldContain("the work in flight did not end within 1 s");
    }

    /// <summary>The last lines are printed, and signals ended the process with 143 or 130 all the same.</summary>
    [Theory]
    [InlineData(" INF goodput ", false)]
    [InlineData(" INF goodput ", true)]
    [InlineData(" INF model saved in ", false)]
    public void SignalsAtTheVeryEnd_ChangeNothing(string last, bool isProcessOne)
    {
        if (isProcessOne)
            Namespace.Require(Namespace.ProcessOne);
        for (var run = 0; run < 5; run++)
        {
            using var job = new Job().Channel("train", Rows);
            job.Hyperparameters(("epochs", "1"), ("threads", "1"));
            using var process = Namespace.Start(job, [.. isProcessOne ? (string[])["unshare", .. Namespace.ProcessOne] : [], Repository.Program, "train"]);
            var receiver = new Lazy<int>(() => isProcessOne ? Namespace.FirstProcess(process) : process.Id);
            var (exitCode, lines, _) = RunningJob.SignalAt(process, () => receiver.Value, line => line.Contains(last), RunningJob.Terminate, RunningJob.Interrupt, RunningJob.Terminate);
            exitCode.ShouldBe(0, ProgramLog.Excerpt(lines));
            job.Failure.ShouldBeEmpty();
        }
    }

    private static List<string> Stopped(Job job, Func<string, bool> phase, params int[] signals)
    {
        using var process = job.Start("train");
        var (exitCode, lines, afterSignal) = RunningJob.SignalAt(process, phase, signals);
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines));
        afterSignal.ShouldBeLessThan(Soon);
        job.Failure.ShouldBeEmpty();
        return lines;
    }

    private static void NoModel(Job job, List<string> lines)
    {
        if (Directory.Exists(job.PathOf("model")))
            Directory.GetFileSystemEntries(job.PathOf("model")).ShouldBeEmpty();
        lines.ShouldContain(line => line.Contains("stopped (SIGTERM) before the first step of this run: it leaves no model"));
    }

    private static void ModelIsWhole(Job job, string ending)
    {
        Directory.GetFileSystemEntries(job.PathOf("model")).Select(Path.GetFileName).Order().ShouldBe(["model.json", "model.safetensors"]);
        job.Json("model", "model.json").GetProperty("training").GetProperty("ending").GetString().ShouldBe(ending);
    }
}
