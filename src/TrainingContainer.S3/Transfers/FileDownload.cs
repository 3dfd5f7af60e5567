using Microsoft.Win32.SafeHandles;

namespace TrainingContainer.S3;

/// <summary>
/// One object on its way to a file, in pieces that come in any order. The file gets its name when all are there and its bytes are what the
/// ETag says, where that can be told; its time is then the object's.
/// </summary>
/// <param name="store">Where the object is.</param>
/// <param name="source">The object.</param>
/// <param name="path">The file.</param>
/// <param name="pieceBytes">Of each piece but the last; the size of the object's parts where it was uploaded in parts and that is known.</param>
/// <param name="limits">How often it is read again.</param>
/// <param name="warn">Is told when an ETag can't be right.</param>
internal sealed class FileDownload(IObjectStore store, StoredObject source, string path, int pieceBytes, TransferLimits limits, Action<string> warn) : IDisposable
{
    private readonly string _temporary = TransferFile.TemporaryOf(path);
    private readonly byte[]?[] _md5s = new byte[]?[Math.Max(1, (source.Length + pieceBytes - 1) / pieceBytes)];
    private readonly Lock _opening = new();
    private SafeFileHandle? _file;
    private int _missing = (int)Math.Max(1, (source.Length + pieceBytes - 1) / pieceBytes);
    private volatile bool _isMd5 = true;

    /// <summary>How many pieces there are; at least one, for an empty object too.</summary>
    public int Pieces => _md5s.Length;

    /// <summary>Whether the file has its name.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Brings a piece; the last one finishes the file.</summary>
    /// <exception cref="ObjectStoreException">The piece can't be read, or the bytes are not what they should be.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public async Task FetchAsync(int piece, byte[] buffer, CancellationToken stop)
    {
        await ReadAsync(piece, buffer, stop).ConfigureAwait(false);
        if (Interlocked.Decrement(ref _missing) > 0)
            return;
        var found = Wrong();
        for (var read = 1; found is not null && read < limits.ReadsMax; read++)
        {
            for (var again = 0; again < Pieces; again++)
                await ReadAsync(again, buffer, stop).ConfigureAwait(false);
            var before = found;
            found = Wrong();
            if (found != before || found is null)
                continue;
            // what comes twice is what is there: an ETag that is made otherwise (parts of several sizes, a store of another kind)
            warn($"{source}: its ETag {source.ETag} is not the MD5 of its bytes ({found}), which came the same twice: taken as they are");
            found = null;
        }

        if (found is not null)
            throw new ObjectStoreException(ObjectStoreFailure.Damaged, $"bytes with the ETag {found} for {source.ETag}; read {limits.ReadsMax} times");
        _file!.Dispose();
        File.SetLastWriteTimeUtc(_temporary, source.Modified.UtcDateTime);
        File.Move(_temporary, path, overwrite: true);
        IsDone = true;
    }

    /// <summary>Closes the file, and removes it unless it is whole.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        if (!IsDone && _file is not null)
            File.Delete(_temporary);
    }

    private async Task ReadAsync(int piece, byte[] buffer, CancellationToken stop)
    {
        var start = (long)piece * pieceBytes;
        var target = buffer.AsMemory(0, (int)Math.Min(pieceBytes, source.Length - start));
        var file = Opened();
        if (target.IsEmpty)
            return;
        var isMd5 = await store.ReadAsync(source, start, target, stop).ConfigureAwait(false);
        if (!isMd5)
            _isMd5 = false;
        else if (ContentMd5.PartsOf(source.ETag) == Pieces || (Pieces == 1 && ContentMd5.IsOfOnePiece(source.ETag)))
            _md5s[piece] = ContentMd5.Of(target.Span);
        RandomAccess.Write(file, target.Span, start);
    }

    private SafeFileHandle Opened()
    {
        lock (_opening)
        {
            return _file ??= File.OpenHandle(_temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.None, source.Length);
        }
    }

    /// <summary>The ETag of what was read, where it differs from the object's; null when it doesn't, or nobody can tell.</summary>
    private string? Wrong()
    {
        if (!_isMd5 || source.Length == 0)
            return null;
        var found = source.ETag;
        if (ContentMd5.PartsOf(source.ETag) == Pieces && _md5s.All(md5 => md5 is not null))
            found = ContentMd5.ETagOfParts(_md5s!);
        else if (ContentMd5.IsOfOnePiece(source.ETag))
            found = Pieces == 1 ? ContentMd5.Hex(_md5s[0]!) : WholeETag();
        return found == source.ETag ? null : found;
    }

    private string WholeETag()
    {
        using var stream = new FileStream(new SafeFileHandle(_file!.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, bufferSize: 1 << 20);
        stream.Position = 0;
        return ContentMd5.ETagOf(stream);
    }
}
