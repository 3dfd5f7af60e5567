using System.Text;
using TrainingContainer.SageMaker;

namespace TrainingContainer.S3;

/// <summary>
/// Finds out before a job's work, rather than after it, whether objects can be written below a prefix: writes a small one and deletes it.
/// </summary>
internal static class ProbeObject
{
    /// <summary>
    /// The last part of the object's key. SageMaker's own mark keeps it out of what is read and uploaded, should it stay.
    /// </summary>
    public const string Name = ".write-check.sagemaker-ignore";

    private static readonly byte[] Content = Encoding.UTF8.GetBytes("written by training-container to find out whether it may write here; it can be deleted\n");

    /// <summary>Writes it and deletes it.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="folder">The prefix of the objects that the job will write; a slash is added when it has none.</param>
    /// <param name="stop">Ends it at once.</param>
    /// <returns>Why the object could not be deleted again, and so stays; null when it was.</returns>
    /// <exception cref="ObjectStoreException">It can't be written.</exception>
    public static async Task<ObjectStoreException?> RunAsync(IObjectStore store, S3Location folder, CancellationToken stop)
    {
        var probe = folder.Within(Name);
        await store.WriteAsync(probe.Bucket, probe.Key, Content, stop).ConfigureAwait(false);
        try
        {
            await store.DeleteAsync(probe.Bucket, probe.Key, stop).ConfigureAwait(false);
            return null;
        }
        catch (ObjectStoreException exception)
        {
            // who may only write can do without: the next job writes it again
            return exception;
        }
    }
}
