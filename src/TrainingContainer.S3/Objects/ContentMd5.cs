using System.Globalization;
using System.Security.Cryptography;

namespace TrainingContainer.S3;

/// <summary>The MD5s that S3 makes its ETags of. They find damage on the way, not forgery.</summary>
internal static class ContentMd5
{
    private const int HexDigits = 2 * MD5.HashSizeInBytes;

#pragma warning disable CA5351 // S3 chose it
    /// <summary>The MD5 of a piece.</summary>
    public static byte[] Of(ReadOnlySpan<byte> bytes) => MD5.HashData(bytes);

    /// <summary>For bytes that come one after the other.</summary>
    public static IncrementalHash Begin() => IncrementalHash.CreateHash(HashAlgorithmName.MD5);

    /// <summary>The ETag of an object in parts.</summary>
    /// <param name="parts">The MD5 of each.</param>
    public static string ETagOfParts(IReadOnlyList<byte[]> parts) =>
        string.Create(CultureInfo.InvariantCulture, $"{Hex(MD5.HashData(parts.SelectMany(part => part).ToArray()))}-{parts.Count}");

    /// <summary>The MD5 of a stream's bytes, as in an ETag.</summary>
    public static string ETagOf(Stream stream) => Hex(MD5.HashData(stream));
#pragma warning restore CA5351

    /// <summary>As in an ETag.</summary>
    public static string Hex(byte[] md5) => Convert.ToHexStringLower(md5);

    /// <summary>Whether an ETag looks like the MD5 of an object in one piece.</summary>
    public static bool IsOfOnePiece(string etag) => etag.Length == HexDigits && etag.All(char.IsAsciiHexDigit);

    /// <summary>Of how many parts an ETag is; null when it is of one piece.</summary>
    public static int? PartsOf(string etag) =>
        etag.Length > HexDigits + 1 && etag[HexDigits] == '-' && IsOfOnePiece(etag[..HexDigits])
        && int.TryParse(etag.AsSpan(HexDigits + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var parts) && parts > 0
            ? parts
            : null;
}
