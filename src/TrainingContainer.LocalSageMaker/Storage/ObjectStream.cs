using TrainingContainer.S3;

namespace TrainingContainer.LocalSageMaker.Storage;

/// <summary>
/// An object as a stream, read in pieces, the next one while the one before it is used: two pieces of memory, however large it is. All pieces are of
/// the same object: one that is replaced meanwhile is a failure. Read from its beginning to its end, its bytes are compared with its ETag, where
/// that tells anything, before the last piece is given out.
/// </summary>
/// <param name="store">Where it is.</param>
/// <param name="source">The object.</param>
/// <param name="pieceBytes">Of each piece but the last.</param>
/// <param name="failure">What to throw for what the store throws.</param>
internal sealed class ObjectStream(IObjectStore store, StoredObject source, int pieceBytes, Func<ObjectStoreException, Exception> failure) : Stream
{
    private readonly CancellationTokenSource _end = new();
    private readonly ObjectDigest _digest = new(source, pieceBytes);
    private byte[] _current = [];
    private byte[] _other = [];
    private long _piece = -1;
    private long _aheadPiece = -1;
    private Task<bool>? _ahead;
    private long _position;
    private bool _isDisposed;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => source.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_position >= source.Length || buffer.IsEmpty) return 0;
        var piece = _position / pieceBytes;
        if (piece != _piece) Load(piece);
        var start = (int)(_position - (piece * pieceBytes));
        var count = Math.Min(buffer.Length, BytesOf(piece) - start);
        _current.AsSpan(start, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) =>
        Position = offset + (origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => _position, _ => source.Length });

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // a GZipStream disposes it too
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _end.Cancel();
            Settle();
            _end.Dispose();
            _digest.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Load(long piece)
    {
        try
        {
            if (_aheadPiece != piece)
            {
                Settle();
                Begin(piece);
            }

            var isMd5 = _ahead!.GetAwaiter().GetResult();
            (_ahead, _aheadPiece) = (null, -1);
            (_current, _other) = (_other, _current);
            _piece = piece;
            _digest.Add(piece, _current.AsSpan(0, BytesOf(piece)), isMd5);
            if ((piece + 1) * pieceBytes < source.Length) Begin(piece + 1);
        }
        catch (ObjectStoreException exception)
        {
            _piece = -1;
            throw failure(exception);
        }
    }

    private void Begin(long piece)
    {
        var count = BytesOf(piece);
        if (_other.Length < count) _other = GC.AllocateUninitializedArray<byte>(count);
        (_aheadPiece, _ahead) = (piece, store.ReadAsync(source, piece * pieceBytes, _other.AsMemory(0, count), _end.Token));
    }

    // what was read ahead and is not wanted: its outcome is nobody's business, but its buffer is in use until it ends
    private void Settle()
    {
        _ahead?.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
        (_ahead, _aheadPiece) = (null, -1);
    }

    private int BytesOf(long piece) => (int)Math.Min(pieceBytes, source.Length - (piece * pieceBytes));
}
