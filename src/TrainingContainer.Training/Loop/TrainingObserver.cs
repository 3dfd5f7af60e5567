using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Is told what happens, for the log, the progress bar and CloudWatch. Every method does nothing by default; none may throw.</summary>
public abstract class TrainingObserver
{
    /// <summary>The job's files are read and right; nothing was told before.</summary>
    public virtual void RequestRead(JobRequest request)
    {
    }

    /// <summary>The job's time is accounted for; nothing but <see cref="RequestRead"/> was told before.</summary>
    /// <param name="goodput">Goes on counting; <see cref="Goodput.SecondsUntilNow"/> may be asked on any thread.</param>
    public virtual void TimeAccounted(Goodput goodput)
    {
    }

    /// <summary>A metric line was printed. Told on the thread that printed it, which need not be the training thread.</summary>
    /// <param name="metric">Which.</param>
    /// <param name="value">Perhaps no finite number.</param>
    public virtual void Measured(Metric metric, double value)
    {
    }

    /// <summary>Something was chosen or done that a user wants to read.</summary>
    public virtual void Notice(string message)
    {
    }

    /// <summary>Something is not as it should be, and training goes on.</summary>
    public virtual void Warning(string message)
    {
    }

    /// <summary>The first step is about to run.</summary>
    /// <param name="epochs">At most so many.</param>
    /// <param name="stepsPerEpoch">Training steps of each.</param>
    public virtual void TrainingStarted(int epochs, long stepsPerEpoch)
    {
    }

    /// <summary>A training step is done (on a GPU: under way).</summary>
    /// <param name="epoch">1-based.</param>
    /// <param name="step">1-based, within the epoch.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="meanLoss">The epoch's mean loss so far; on a GPU asking waits for the step.</param>
    public virtual void StepCompleted(int epoch, long step, int rows, Func<double> meanLoss)
    {
    }

    /// <summary>An epoch is measured.</summary>
    /// <param name="result">What came out.</param>
    public virtual void EpochCompleted(EpochResult result)
    {
    }

    /// <summary>The last step has run, or the job is stopping.</summary>
    public virtual void TrainingEnded()
    {
    }
}
