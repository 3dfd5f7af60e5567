namespace TrainingContainer.LocalSageMaker;

/// <summary>What a strategy knows of one training job of the tuning job.</summary>
/// <param name="Number">Its place in the order of creation, from 0.</param>
/// <param name="Configuration">Its hyperparameters: those that are tuned, and of a parent's job the static ones too.</param>
/// <param name="State">How far it is.</param>
/// <param name="Objectives">Every value of the objective metric that it has reported so far, in order.</param>
internal sealed record TuningTrial(int Number, Configuration Configuration, TrialState State, IReadOnlyList<double> Objectives)
{
    /// <summary>The index of its training job definition.</summary>
    public int Definition { get; init; }

    /// <summary>
    /// The objective of a job that ended without failing: the last value that it reported, not the best
    /// (FinalHyperParameterTuningJobObjectiveMetric of the API). Null while it runs, when it failed, and when it never reported a finite one.
    /// </summary>
    public double? FinalObjective
    {
        get
        {
            if (State is TrialState.Running or TrialState.Failed)
                return null;
            for (int i = Objectives.Count - 1; i >= 0; i--)
            {
                if (double.IsFinite(Objectives[i]))
                    return Objectives[i];
            }

            return null;
        }
    }
}
