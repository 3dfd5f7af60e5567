using System.Runtime.InteropServices;

namespace TrainingContainer.SageMaker;

/// <summary>
/// The wish that the job end early. SageMaker sends SIGTERM (StopTrainingJob, a time limit, the tuner's early stopping, a Spot
/// interruption) and kills the container 120 seconds later; the loop looks at <see cref="Token"/> at each step boundary.
/// </summary>
public sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private string? _reason;

    /// <summary>A stop signal that listens to no signal of the system; <see cref="Request"/> sets it.</summary>
    public StopSignal()
    {
        Token = _source.Token;
    }

    /// <summary>Set from the first wish on.</summary>
    public CancellationToken Token { get; }

    /// <summary>Why the job shall stop, as the first one who wished it said, for example <c>SIGTERM</c>; null before.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    /// <summary>Whether the job shall stop.</summary>
    public bool IsRequested => Reason is not null;

    /// <summary>
    /// Listens to SIGTERM and SIGINT from now on until disposed. Neither ends the process any more, however often it comes.
    /// </summary>
    public static StopSignal Listen()
    {
        var signal = new StopSignal();
        signal._registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal.OnSignal));
        signal._registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal.OnSignal));
        return signal;
    }

    /// <summary>Asks the job to stop. Only the first call has an effect.</summary>
    /// <param name="reason">Why, for the log.</param>
    public void Request(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null) _source.Cancel();
    }

    /// <summary>Throws when the job shall stop.</summary>
    /// <exception cref="OperationCanceledException">The job shall stop.</exception>
    public void ThrowIfRequested() => Token.ThrowIfCancellationRequested();

    /// <summary>Stops listening. <see cref="Token"/> and <see cref="Reason"/> keep what they say.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    internal void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        try
        {
            Request(context.Signal.ToString());
        }
        catch (AggregateException)
        {
            // A callback on the token failed. Thrown here it would end the process, and with it the 120 seconds for the checkpoint.
        }
    }
}
