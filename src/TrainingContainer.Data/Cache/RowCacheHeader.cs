using System.Buffers.Binary;

namespace TrainingContainer.Data;

/// <summary>
/// The start of a cache file. Little endian: magic number with version (8 bytes), features (4), kind of label (4), rows (8), bytes of the tail (8), bytes
/// of a feature (4), key (32), checksum of the tail (4), checksum of all that (4); then zeros up to <see cref="Bytes"/>. After it rows of a label as
/// float32 and features as <see cref="RowValues"/> says, and the tail: a checksum per <see cref="BlockBytes"/> of rows, then the classes.
/// </summary>
internal sealed record RowCacheHeader(int FeatureCount, LabelKind LabelKind, RowValues Values, long RowCount, long TailBytes, byte[] Key, uint TailChecksum)
{
    public const int Bytes = 4096;
    public const int BlockBytes = 1 << 20;

    /// <summary>What is used of <see cref="Bytes"/>.</summary>
    public const int UsedBytes = ChecksumOffset + sizeof(uint);

    private const int KeyOffset = 36;
    private const int ChecksumOffset = KeyOffset + RowCacheKey.Length + sizeof(uint);

    private static ReadOnlySpan<byte> Magic => "TCROWS02"u8;

    public long RowBytes => sizeof(float) + ((long)Values * FeatureCount);

    public long DataBytes => RowCount * RowBytes;

    public long BlockCount => (DataBytes + BlockBytes - 1) / BlockBytes;

    public long FileBytes => Bytes + DataBytes + TailBytes;

    /// <summary>Reads a header; null when it is none, or damaged.</summary>
    public static RowCacheHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Bytes || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]) != Crc32C.Of(bytes[..ChecksumOffset]))
        {
            return null;
        }

        return new RowCacheHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            (LabelKind)BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            (RowValues)BinaryPrimitives.ReadInt32LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            bytes.Slice(KeyOffset, RowCacheKey.Length).ToArray(),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[(ChecksumOffset - sizeof(uint))..]));
    }

    public byte[] Write()
    {
        var bytes = new byte[Bytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), FeatureCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), (int)LabelKind);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), RowCount);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), TailBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(32), (int)Values);
        Key.CopyTo(bytes, KeyOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumOffset - sizeof(uint)), TailChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumOffset), Crc32C.Of(bytes.AsSpan(0, ChecksumOffset)));
        return bytes;
    }
}
