using System.Runtime.InteropServices;

namespace TrainingContainer.SageMaker.Tests;

public class StopSignalTests
{
    private const int Sigterm = 15;

    [Fact]
    public void New_AsksForNothing()
    {
        using var signal = new StopSignal();
        signal.Token.IsCancellationRequested.ShouldBeFalse();
        signal.Reason.ShouldBeNull();
        signal.IsRequested.ShouldBeFalse();
        signal.ThrowIfRequested();
    }

    [Fact]
    public void Request_SetsTokenAndReason()
    {
        using var signal = new StopSignal();
        signal.Request("time limit");
        signal.Token.IsCancellationRequested.ShouldBeTrue();
        signal.Reason.ShouldBe("time limit");
        signal.IsRequested.ShouldBeTrue();
        Should.Throw<OperationCanceledException>(signal.ThrowIfRequested);
    }

    [Fact]
    public void Request_Again_ChangesNothing()
    {
        using var signal = new StopSignal();
        var calls = 0;
        signal.Token.Register(() => calls++);
        signal.Request("first");
        signal.Request("second");
        signal.Reason.ShouldBe("first");
        calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM, "SIGTERM")]
    [InlineData(PosixSignal.SIGINT, "SIGINT")]
    public void OnSignal_RequestsAndKeepsTheProcess(PosixSignal posix, string reason)
    {
        using var signal = new StopSignal();
        for (var i = 0; i < 3; i++)
        {
            var context = new PosixSignalContext(posix);
            signal.OnSignal(context);
            context.Cancel.ShouldBeTrue();
        }

        signal.Reason.ShouldBe(reason);
    }

    [Fact]
    public void OnSignal_WithACallbackThatFails_DoesNotThrow()
    {
        using var signal = new StopSignal();
        signal.Token.Register(() => throw new InvalidOperationException());
        signal.OnSignal(new PosixSignalContext(PosixSignal.SIGTERM));
        signal.IsRequested.ShouldBeTrue();
    }

    // A real SIGINT would end the test run: the runner listens to it as well.
    [Fact]
    public void Listen_RealSigterm_IsHeardAndSurvived()
    {
        using var signal = StopSignal.Listen();
        Kill(Environment.ProcessId, Sigterm).ShouldBe(0);
        signal.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        signal.Reason.ShouldBe("SIGTERM");
    }

    [Fact]
    public void Dispose_StopsListening()
    {
        using var listening = StopSignal.Listen();
        var disposed = StopSignal.Listen();
        disposed.Dispose();
        Kill(Environment.ProcessId, Sigterm).ShouldBe(0);
        listening.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        disposed.IsRequested.ShouldBeFalse();
    }

    [Fact]
    public void Dispose_KeepsWhatWasSaid()
    {
        var signal = StopSignal.Listen();
        signal.Dispose();
        signal.Dispose();
        signal.Request("after the end");
        signal.Token.IsCancellationRequested.ShouldBeTrue();
        signal.Reason.ShouldBe("after the end");
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
