using Microsoft.Win32.SafeHandles;

namespace TrainingContainer.S3;

/// <summary>Uploads a file: small ones in one piece, large ones in parts, several at a time. The object is there whole or not at all.</summary>
/// <param name="store">Where it goes.</param>
/// <param name="limits">Of parts and requests.</param>
internal sealed class Upload(IObjectStore store, TransferLimits limits)
{
    /// <summary>How long dropping the parts of a failed upload may take.</summary>
    private static readonly TimeSpan AbortTimeMax = TimeSpan.FromSeconds(5);

    /// <summary>Uploads it.</summary>
    /// <param name="path">The file; it may be unlinked meanwhile, but not changed.</param>
    /// <param name="bucket">Where to.</param>
    /// <param name="key">The whole key.</param>
    /// <param name="stop">Ends it at once.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="ObjectStoreException">It can't be uploaded.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public async Task<long> RunAsync(string path, string bucket, string key, CancellationToken stop)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(file);
        if (length <= limits.PieceBytes)
        {
            var bytes = new byte[length];
            Read(file, bytes, 0);
            await store.WriteAsync(bucket, key, bytes, stop).ConfigureAwait(false);
            return length;
        }

        var upload = await store.BeginAsync(bucket, key, stop).ConfigureAwait(false);
        try
        {
            var parts = await PartsAsync(file, length, bucket, key, upload, stop).ConfigureAwait(false);
            await CompleteAsync(bucket, key, upload, parts, length, stop).ConfigureAwait(false);
        }
        catch
        {
            await AbortAsync(bucket, key, upload).ConfigureAwait(false);
            throw;
        }

        return length;
    }

    private async Task<UploadedPart[]> PartsAsync(SafeFileHandle file, long length, string bucket, string key, string upload, CancellationToken stop)
    {
        // S3 takes 10,000 parts at most
        var partBytes = (int)Math.Max(limits.PieceBytes, (length + limits.PartsMax - 1) / limits.PartsMax);
        var parts = new UploadedPart[(length + partBytes - 1) / partBytes];
        var options = new ParallelOptions { MaxDegreeOfParallelism = limits.Parallel, CancellationToken = stop };
        await Parallel.ForAsync(0, parts.Length, options, async (index, token) =>
        {
            var start = (long)index * partBytes;
            var count = (int)Math.Min(partBytes, length - start);
            var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(count);
            try
            {
                Read(file, buffer.AsSpan(0, count), start);
                parts[index] = await store.WritePartAsync(bucket, key, upload, index + 1, buffer.AsMemory(0, count), token).ConfigureAwait(false);
            }
            finally
            {
                System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
            }
        }).ConfigureAwait(false);
        return parts;
    }

    private async Task CompleteAsync(string bucket, string key, string upload, UploadedPart[] parts, long length, CancellationToken stop)
    {
        try
        {
            await store.CompleteAsync(bucket, key, upload, parts, stop).ConfigureAwait(false);
        }
        catch (ObjectStoreException exception) when (exception.Failure == ObjectStoreFailure.NoSuchUpload)
        {
            // an earlier try succeeded, and its answer was lost
            var page = await store.ListAsync(bucket, key, null, stop).ConfigureAwait(false);
            if (!page.Objects.Any(found => found.Key == key && found.Length == length))
                throw;
        }
    }

    private async Task AbortAsync(string bucket, string key, string upload)
    {
        using var limit = new CancellationTokenSource(AbortTimeMax);
        try
        {
            await store.AbortAsync(bucket, key, upload, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ObjectStoreException or OperationCanceledException)
        {
            // the failure before it is told; a lifecycle rule of the bucket removes such parts
        }
    }

    private static void Read(SafeFileHandle file, Span<byte> target, long start)
    {
        for (var done = 0; done < target.Length;)
        {
            var count = RandomAccess.Read(file, target[done..], start + done);
            done += count > 0 ? count : throw new EndOfStreamException($"found a file that shrank to {start + done} bytes while it was uploaded");
        }
    }
}
