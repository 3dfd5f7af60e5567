namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// Which configuration to try next, and which running job to stop. A strategy keeps no state: its answers are functions of the random seed
/// and of the jobs so far, so that a tuning job that was interrupted goes on as if it had not been, and so that the order in which the jobs
/// are listed does not matter.
/// </summary>
internal interface ITuningStrategy
{
    /// <summary>The next configuration; null when there is nothing left to try.</summary>
    /// <param name="trials">All jobs created so far, in any order: those that run are taken into account as well.</param>
    Configuration? Next(IReadOnlyList<TuningTrial> trials);

    /// <summary>Whether to stop a running job. To be asked each time when the job has reported a value.</summary>
    /// <param name="trial">The job; its last value is the one just reported.</param>
    /// <param name="trials">All jobs created so far, <paramref name="trial"/> among them, in any order.</param>
    bool ShouldStop(TuningTrial trial, IReadOnlyList<TuningTrial> trials) => false;
}
