using System.Runtime.InteropServices;
using Serilog;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>
/// Ends the process when a stop takes too long: a step, a read or a write that does not return. What is half-written is removed from
/// the model folder, for SageMaker uploads it as it is. A whole model there is the job's result: exit code 0, as for any stop. Without
/// one whatever was learned is lost, so the job has failed: exit code 1, and the failure file says why.
/// </summary>
/// <param name="paths">Where the model is.</param>
/// <param name="stop">What asked for the end.</param>
internal sealed class StopOverdue(JobPaths paths, StopSignal stop)
{
    /// <summary>What the last file and the last log line may take: a network disk that hangs, a pipe that nobody reads.</summary>
    private static readonly TimeSpan LastWordsMax = TimeSpan.FromSeconds(2);

    private volatile int _exitCode = 1;
    private volatile bool _isDecided;

    /// <summary>Is told; null before there is one.</summary>
    public ILogger? Log { get; set; }

    /// <summary>Removed when there is a whole model; null before it is written.</summary>
    public FailurePlaceholder? Placeholder { get; set; }

    /// <summary>Keeps secrets out of the failure file.</summary>
    public Redactor Redactor { get; set; } = Redactor.Patterns;

    /// <summary>What is still to be uploaded; null while that is nothing.</summary>
    public Func<string?> PendingUpload { get; set; } = () => null;

    public TimeSpan Limit { get; } = StopDeadline.LimitFromEnvironment(Environment.GetEnvironmentVariable);

    public void Announce() => Log?.Information("{Reason:l}: the job ends at the next safe point, within {Seconds} s", stop.Reason, (int)Limit.TotalSeconds);

    /// <summary>The job has ended: what may still hang is only the console, and the exit code stays this one.</summary>
    public void Decide(int exitCode)
    {
        _exitCode = exitCode;
        _isDecided = true;
    }

    public void End()
    {
        if (!_isDecided)
        {
            var last = new Thread(SayWhy) { IsBackground = true };
            last.Start();
            last.Join(LastWordsMax);
        }
        // not Environment.Exit: it runs libtorch's destructors while its threads compute, and waits for them
        EndNow(_exitCode);
    }

    /// <summary>What matters most comes first, since each of it may hang.</summary>
    private void SayWhy()
    {
        var pending = PendingUpload();
        var exception = new StopOverdueException(pending is null
            ? $"stopped ({stop.Reason}), and the work in flight did not end within {(int)Limit.TotalSeconds} s. Fix: use a smaller batch_size, so that a step is shorter"
            : $"stopped ({stop.Reason}), and {pending} within {(int)Limit.TotalSeconds} s. Fix: upload what is there, or run the job again when S3 answers");
        try
        {
            if (UnfinishedModel.Remove(paths.Model) && pending is null)
            {
                _exitCode = 0;
                Placeholder?.Dispose();
                Log?.Warning("{Message:l}; the model in {Model:l} is whole", exception.Message, paths.Model);
            }
            else
            {
                FailureReport.Write(paths, exception, TrainingFailures.Classifier, Redactor);
                Log?.Error("{Message:l}{Model:l}", exception.Message, pending is null ? "; there is no model" : "");
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            FailureReport.Write(paths, exception, TrainingFailures.Classifier, Redactor);
        }
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void EndNow(int exitCode);
}
