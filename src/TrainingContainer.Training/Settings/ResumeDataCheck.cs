namespace TrainingContainer.Training;

/// <summary>What a resumed job does when its data (files, sizes, rows) is not that of the checkpoint.</summary>
public enum ResumeDataCheck
{
    /// <summary>It fails and names the difference.</summary>
    Refuse,

    /// <summary>It goes on with a warning; the model is then no longer that of an uninterrupted job.</summary>
    Accept,
}
