namespace TrainingContainer.Training;

/// <summary>How metrics go to CloudWatch.</summary>
public enum CloudWatchOutput
{
    /// <summary>They don't: nothing is sampled.</summary>
    Off,

    /// <summary>As lines in the embedded metric format on standard output, from which CloudWatch Logs extracts them.</summary>
    Emf,

    /// <summary>By calls of PutMetricData.</summary>
    Api,
}
