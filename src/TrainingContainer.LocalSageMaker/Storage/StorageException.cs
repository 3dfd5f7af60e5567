namespace TrainingContainer.LocalSageMaker.Storage;

/// <summary>S3 refuses or does not answer, after all tries. No <see cref="IOException"/>: those come from this machine's own files and pipes.</summary>
internal sealed class StorageException(string message, Exception inner) : Exception(message, inner);
