using System.Security.Cryptography;
using TrainingContainer.S3;

namespace TrainingContainer.LocalSageMaker.Storage;

/// <summary>Compares the pieces of an object, when they come in their order, with its ETag.</summary>
/// <param name="source">The object.</param>
/// <param name="pieceBytes">Of each piece but the last.</param>
internal sealed class ObjectDigest(StoredObject source, int pieceBytes) : IDisposable
{
    private readonly long _pieces = (source.Length + pieceBytes - 1) / pieceBytes;
    private readonly IncrementalHash? _whole = ContentMd5.IsOfOnePiece(source.ETag) ? ContentMd5.Begin() : null;
    private readonly List<byte[]> _parts = [];
    private long _next;

    /// <summary>Adds a piece, unless it is not the next one.</summary>
    /// <param name="piece">Its number.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="isMd5">Whether the ETag is made of MD5s.</param>
    /// <exception cref="ObjectStoreException">It was the last, and the bytes are not the object's.</exception>
    public void Add(long piece, ReadOnlySpan<byte> bytes, bool isMd5)
    {
        if (!isMd5 || piece != _next) return;
        _next++;
        var isOfParts = ContentMd5.PartsOf(source.ETag) == _pieces;
        _whole?.AppendData(bytes);
        if (isOfParts) _parts.Add(ContentMd5.Of(bytes));
        if (_next != _pieces) return;
        var found = _whole is not null ? ContentMd5.Hex(_whole.GetHashAndReset()) : isOfParts ? ContentMd5.ETagOfParts(_parts) : source.ETag;
        if (found != source.ETag) throw new ObjectStoreException(ObjectStoreFailure.Damaged, $"bytes with the ETag {found} for {source.ETag}");
    }

    /// <inheritdoc/>
    public void Dispose() => _whole?.Dispose();
}
