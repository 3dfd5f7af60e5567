using System.Runtime.CompilerServices;

namespace TrainingContainer.S3;

/// <summary>Downloads any number of objects, several pieces at a time, whether of one object or of many.</summary>
/// <param name="store">Where they are.</param>
/// <param name="limits">Of pieces and requests.</param>
/// <param name="warn">Is told what is odd.</param>
internal sealed class Downloads(IObjectStore store, TransferLimits limits, Action<string> warn)
{
    /// <summary>Memory for pieces on their way: 256 MiB.</summary>
    private const long BufferBytesMax = 256L << 20;

    /// <summary>Downloads them. After a failure those that are whole stay, and nothing half.</summary>
    /// <param name="files">Objects and their files, whose folders exist.</param>
    /// <param name="stop">Ends it at once.</param>
    /// <exception cref="ObjectStoreException">One can't be read.</exception>
    /// <exception cref="IOException">One can't be written.</exception>
    public async Task RunAsync(IReadOnlyList<(StoredObject Source, string Path)> files, CancellationToken stop)
    {
        var largest = (int)Math.Min(limits.PieceBytesMax, files.Select(file => file.Source.Length).DefaultIfEmpty().Max());
        var open = new List<FileDownload>();
        try
        {
            var options = new ParallelOptions
            {
                CancellationToken = stop,
                MaxDegreeOfParallelism = (int)Math.Clamp(BufferBytesMax / Math.Max(1, largest), 1, limits.Parallel),
            };
            await Parallel.ForEachAsync(Pieces(files, open, stop), options, async (piece, token) =>
            {
                var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(piece.Bytes);
                try
                {
                    await piece.File.FetchAsync(piece.Number, buffer, token).ConfigureAwait(false);
                }
                finally
                {
                    System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
                }
                if (piece.File.IsDone)
                    Close(piece.File, open);
            }).ConfigureAwait(false);
        }
        finally
        {
            foreach (var file in open)
                file.Dispose();
        }
    }

    private async IAsyncEnumerable<(FileDownload File, int Number, int Bytes)> Pieces(
        IReadOnlyList<(StoredObject Source, string Path)> files, List<FileDownload> open, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var (source, path) in files)
        {
            var bytes = await PieceBytesAsync(source, stop).ConfigureAwait(false);
            var file = new FileDownload(store, source, path, bytes, limits, warn);
            lock (open)
                open.Add(file);
            for (var number = 0; number < file.Pieces; number++)
                yield return (file, number, bytes);
        }
    }

    /// <summary>The object's own parts, where they are known and of a handy size: then each piece's MD5 is one that the ETag is made of.</summary>
    private async Task<int> PieceBytesAsync(StoredObject source, CancellationToken stop)
    {
        var ours = (int)Math.Clamp(source.Length, 1, limits.PieceBytes);
        if (ContentMd5.PartsOf(source.ETag) is not (> 1 and var parts) || source.Length <= 1)
            return source.Length <= limits.PieceBytesMax && ContentMd5.PartsOf(source.ETag) == 1 ? (int)Math.Max(1, source.Length) : ours;
        var bytes = await store.PartBytesAsync(source, stop).ConfigureAwait(false);
        return bytes is > 0 && bytes <= limits.PieceBytesMax && (source.Length + bytes - 1) / bytes == parts ? (int)bytes : ours;
    }

    private static void Close(FileDownload file, List<FileDownload> open)
    {
        file.Dispose();
        lock (open)
            open.Remove(file);
    }
}
