namespace TrainingContainer.SageMaker;

/// <summary>What was to be done with a file or a folder.</summary>
public enum AccessKind
{
    /// <summary>Read the file, or list the folder and read what is in it.</summary>
    Read,

    /// <summary>Write the file, or make, replace and remove files in the folder.</summary>
    Write,
}
