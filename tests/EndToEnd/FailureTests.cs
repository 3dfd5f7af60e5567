using System.Diagnostics;
using System.Text;

namespace EndToEnd;

/// <summary>However the program ends, the failure file says why, and nothing after a good end.</summary>
public sealed class FailureTests
{
    private const string Endless = "1000000";

    /// <summary>A job that trains until something ends it; its second epoch is done when this returns.</summary>
    private static Process StartEndless(Job job)
    {
        job.Sample("digits").Hyperparameters(("epochs", Endless), ("threads", "1"), ("batch_size", "100"));
        return job.Start("train");
    }

    private static string ReadUntilEpoch2(Process process)
    {
        var lines = new StringBuilder();
        while (process.StandardOutput.ReadLine() is { } line && !line.StartsWith("epoch=2 ", StringComparison.Ordinal))
            lines.AppendLine(line);
        return lines.ToString();
    }

    private static void Send(string signal, Process process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    private static int End(Process process)
    {
        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        process.WaitForExit(TimeSpan.FromSeconds(30)).ShouldBeTrue("the program goes on");
        return process.ExitCode;
    }

    [Fact]
    public void KilledProcess_LeavesAFailureFileThatNamesTheExitCodeAndTheBatchSize()
    {
        using var job = new Job();
        using var process = StartEndless(job);
        ReadUntilEpoch2(process);
        Send("KILL", process);
        End(process).ShouldBe(137);
        FailureNamesTheCodeAndTheBatchSize(job, 137);
    }

    /// <summary>
    /// A memory fault in native code, as one of libtorch's is, and abort(). These signals sent from outside prove nothing: which code SIGSEGV
    /// meets is chance, and .NET makes an exception of it where that is managed (the next test); SIGABRT has to be sent twice.
    /// </summary>
    [Theory]
    [InlineData("fault-in-native-code", 139)]
    [InlineData("abort-in-native-code", 134)]
    public void CrashInNativeCode_LeavesAFailureFileThatNamesTheExitCodeAndTheBatchSize(string crash, int exitCode)
    {
        using var job = new Job().Variable("DOTNET_STARTUP_HOOKS", typeof(FailureTests).Assembly.Location).Variable(StartupHook.Variable, crash);
        using var process = StartEndless(job);
        ReadUntilEpoch2(process);
        File.WriteAllText(job.PathOf(StartupHook.NowFile), "");
        End(process).ShouldBe(exitCode);
        FailureNamesTheCodeAndTheBatchSize(job, exitCode);
    }

    [Fact]
    public void MemoryFaultInManagedCode_EndsTheProcessWithItsCauseAndTheExitCodeOfInternalErrors()
    {
        using var job = new Job().Variable("DOTNET_STARTUP_HOOKS", typeof(FailureTests).Assembly.Location).Variable(StartupHook.Variable, "fault-in-managed-code");
        using var process = StartEndless(job);
        ReadUntilEpoch2(process);
        File.WriteAllText(job.PathOf(StartupHook.NowFile), "");
        End(process).ShouldBe(6);
        job.Failure.ShouldStartWith("NullReferenceException: ");
    }

    private static void FailureNamesTheCodeAndTheBatchSize(Job job, int exitCode)
    {
        job.Failure.ShouldContain($"{exitCode}");
        job.Failure.ShouldContain("batch_size=50 instead of 100");
        job.Failure.Length.ShouldBeLessThanOrEqualTo(1_024);
    }

    [Fact]
    public void StackOverflow_LeavesAFailureFile()
    {
        using var job = new Job().Variable("DOTNET_STARTUP_HOOKS", typeof(FailureTests).Assembly.Location).Variable(StartupHook.Variable, "overflow-stack");
        using var process = StartEndless(job);
        End(process).ShouldBe(134);
        job.Failure.ShouldContain("134");
        job.Failure.ShouldContain("stack overflow");
    }

    [Fact]
    public void ExceptionOnAnotherThread_EndsTheProcessWithItsCauseAndItsExitCode()
    {
        using var job = new Job().Variable("DOTNET_STARTUP_HOOKS", typeof(FailureTests).Assembly.Location).Variable(StartupHook.Variable, "throw");
        using var process = StartEndless(job);
        End(process).ShouldBe(6);
        job.Failure.ShouldBe("InvalidOperationException: thrown on a thread of its own [training-container]");
    }

    [Fact]
    public void StoppedProcess_LeavesNoFailureFile()
    {
        using var job = new Job();
        using var process = StartEndless(job);
        ReadUntilEpoch2(process);
        File.Exists(job.PathOf("output", "failure")).ShouldBeTrue();
        Send("TERM", process);
        End(process).ShouldBe(0);
        File.Exists(job.PathOf("output", "failure")).ShouldBeFalse();
    }

    [Fact]
    public void PlaceholderOfAKilledRun_IsGoneAfterAGoodOne()
    {
        using var job = new Job();
        using (var process = StartEndless(job))
        {
            ReadUntilEpoch2(process);
            Send("KILL", process);
            End(process).ShouldBe(137);
        }
        job.Hyperparameters(("epochs", "1"), ("threads", "1"));
        job.Run("train").ExitCode.ShouldBe(0);
        File.Exists(job.PathOf("output", "failure")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1", 0, "")]
    [InlineData("-1", 1, "hyperparameter epochs: ")]
    public void FailureTextOfAnEarlierRun_IsGoneAfterAGoodOne_AndReplacedAfterAnotherMistake(string epochs, int exitCode, string text)
    {
        using var job = new Job().Channel("train", "a,1\nb,x\n");
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldStartWith("channel train");
        job.Channel("train", string.Concat(Enumerable.Range(0, 100).Select(row => $"{row % 2},{row}\n")));
        job.Hyperparameters(("epochs", epochs), ("threads", "1"));
        var (ended, lines, _) = job.Run("train");
        ended.ShouldBe(exitCode);
        job.Failure.ShouldStartWith(text);
        File.Exists(job.PathOf("output", "failure")).ShouldBe(text.Length > 0);
        lines.ShouldNotContain(line => line.Contains("WRN") && line.Contains(job.PathOf("output", "failure")));
    }

    [Fact]
    public void FailureTextOfAnEarlierRun_IsReplacedWhenTheCommandLineIsNotUnderstood()
    {
        using var job = new Job().Channel("train", "a,1\nb,x\n");
        job.Run("train").ExitCode.ShouldBe(1);
        job.Run("serve").ExitCode.ShouldBe(2);
        job.Failure.ShouldStartWith("command line: ");
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("-1", 1)]
    public void FailureFileOfTheUsersCode_IsKept(string epochs, int exitCode)
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", epochs), ("threads", "1"));
        Directory.CreateDirectory(job.PathOf("output"));
        File.WriteAllText(job.PathOf("output", "failure"), "mine");
        var (ended, lines, _) = job.Run("train");
        ended.ShouldBe(exitCode);
        job.Failure.ShouldBe("mine");
        lines.ShouldContain(line => line.Contains("WRN") && line.Contains(job.PathOf("output", "failure")));
    }

    [Fact]
    public void StandardOutputOnAFullDisk_IsAnInputOutputFailure()
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "1"), ("threads", "1"));
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" train >/dev/full", Repository.Program]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SAGEMAKER_BASE_DIR"] = job.Folder;
        using var process = Process.Start(start)!;
        End(process).ShouldBe(5);
        job.Failure.ShouldStartWith("No space left on device");
    }

    [Fact]
    public void FailureFileThatCannotBeWritten_StopsNoTraining()
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "1"), ("threads", "1"));
        Directory.CreateDirectory(job.PathOf("output", "failure", "in", "the", "way"));
        job.Run("train").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void ChannelWithWrongRows_IsADataError()
    {
        using var job = new Job().Channel("train", "a,1\nb,x\n");
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldStartWith("channel train");
    }

    [Fact]
    public void BatchesThatDoNotFitIntoMemory_NameTheBatchSizeToTry()
    {
        const int Rows = 1_000_000;
        const long Bytes = 4L * Rows * 65_536;
        if (File.ReadAllText("/proc/sys/vm/overcommit_memory").Trim() == "1" || GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > Bytes / 2)
            Assert.Skip("this machine grants memory that it does not have, or has very much");
        using var job = new Job().Channel("train", string.Concat(Enumerable.Repeat("a,1\nb,2\n", Rows / 2)));
        job.Hyperparameters(("batch_size", $"{Rows}"), ("hidden_layers", "[65536]"), ("validation_fraction", "0"), ("threads", "1"), ("device", "cpu"));
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(3, ProgramLog.Excerpt(lines, errors));
        job.Failure.ShouldStartWith("Out of memory on the host: ");
        job.Failure.ShouldContain("Fix: try batch_size=500000 instead of 1000000");
    }
}
