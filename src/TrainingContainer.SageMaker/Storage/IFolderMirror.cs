namespace TrainingContainer.SageMaker;

/// <summary>Keeps S3 equal with a folder, in the background. A failure is told as a warning and tried again; it never stops a job.</summary>
public interface IFolderMirror : IDisposable
{
    /// <summary>Says that files have come or gone. Returns at once; several calls may become one look at the folder.</summary>
    void Changed();

    /// <summary>Brings S3 up to date with the folder, and ends the mirror.</summary>
    /// <param name="timeMax">The longest wait.</param>
    /// <returns>Whether S3 has all of it; if not, a warning has said why.</returns>
    bool Finish(TimeSpan timeMax);
}
