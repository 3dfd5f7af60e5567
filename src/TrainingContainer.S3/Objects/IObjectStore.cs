namespace TrainingContainer.S3;

/// <summary>
/// The few operations of S3 that jobs need. Each call is one request, or with <see cref="ResilientStore"/> a bounded number of them; each is
/// made so that repeating it does no harm, and throws nothing but <see cref="ObjectStoreException"/> and <see cref="OperationCanceledException"/>.
/// </summary>
internal interface IObjectStore : IDisposable
{
    /// <summary>Lists objects whose key begins with a prefix (ListObjectsV2).</summary>
    Task<ObjectPage> ListAsync(string bucket, string prefix, string? next, CancellationToken stop);

    /// <summary>Fills the target with an object's bytes from an offset on (GetObject with Range and If-Match): all of it, and of this very object.</summary>
    /// <returns>Whether the ETag is made of MD5s.</returns>
    Task<bool> ReadAsync(StoredObject source, long offset, Memory<byte> target, CancellationToken stop);

    /// <summary>The bytes of the first part of an object that was uploaded in parts (HeadObject with PartNumber); null when the store doesn't say.</summary>
    Task<long?> PartBytesAsync(StoredObject source, CancellationToken stop);

    /// <summary>Writes an object in one piece (PutObject). Its CRC-32C is checked by the store, its MD5 here.</summary>
    Task WriteAsync(string bucket, string key, ReadOnlyMemory<byte> bytes, CancellationToken stop);

    /// <summary>Begins an object in parts (CreateMultipartUpload).</summary>
    /// <returns>The upload's id.</returns>
    Task<string> BeginAsync(string bucket, string key, CancellationToken stop);

    /// <summary>Writes a part (UploadPart).</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The object's.</param>
    /// <param name="upload">The upload's id.</param>
    /// <param name="number">1 to 10,000.</param>
    /// <param name="bytes">At least 5 MiB, but for the last part.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The part.</returns>
    Task<UploadedPart> WritePartAsync(string bucket, string key, string upload, int number, ReadOnlyMemory<byte> bytes, CancellationToken stop);

    /// <summary>Makes the object out of its parts (CompleteMultipartUpload); before this nobody sees it.</summary>
    Task CompleteAsync(string bucket, string key, string upload, IReadOnlyList<UploadedPart> parts, CancellationToken stop);

    /// <summary>Drops the parts (AbortMultipartUpload), which would be paid for otherwise.</summary>
    Task AbortAsync(string bucket, string key, string upload, CancellationToken stop);

    /// <summary>Deletes an object (DeleteObject); one that is not there is no error.</summary>
    Task DeleteAsync(string bucket, string key, CancellationToken stop);
}
