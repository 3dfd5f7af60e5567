using System.Buffers.Binary;

namespace TrainingContainer.Data;

/// <summary>
/// The RecordIO framing of dmlc-core and SageMaker. A part is: the magic number 0xced7230a and a length word, both 32 bits little-endian; the
/// payload; and 0 to 3 bytes of padding to the next multiple of 4. The upper 3 bits of the length word say which part of a record it is
/// (0 whole, 1 first, 2 middle, 3 last), the lower 29 how long the payload is.
/// <para>
/// Records in several parts are found in two kinds. dmlc's and MXNet's writers cut a record wherever the magic number stands at a multiple of 4
/// in it, and leave the four bytes out: a reader has to put them back. Other writers merely cut, and their readers join (SageMaker's
/// TensorFlow extension, MLIO). <see cref="Join"/> does both.
/// </para>
/// </summary>
internal static class RecordIo
{
    public const uint Magic = 0xced7230a;
    public const int HeaderLength = 8;

    /// <summary>Bytes that a record may take with its headers unless the reader is told otherwise: bounded before anything is allocated.</summary>
    public const int RecordBytesMax = 64 << 20;

    private const int PartShift = 29;
    private const uint LengthMask = (1u << PartShift) - 1;

    /// <summary>Which part of a record it is, as the length word says.</summary>
    private enum Part : uint
    {
        Whole,
        First,
        Middle,
        Last,
    }

    /// <summary>Finds the end of the record that the bytes start with, all of its parts.</summary>
    /// <param name="unread">Starts with a record's magic number.</param>
    /// <param name="isLast">Whether the stream ends with these bytes.</param>
    /// <param name="lengthMax">Bytes that the record may take with its headers and padding between parts.</param>
    /// <param name="length">The bytes of the record: headers, payloads, padding between parts, but not behind the last; 0 when more are needed.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Measure(ReadOnlySpan<byte> unread, bool isLast, int lengthMax, out int length)
    {
        length = 0;
        long start = 0;
        for (bool isFirst = true; ; isFirst = false)
        {
            ReadOnlySpan<byte> part = unread[(int)start..];
            if (part.Length >= sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(part) is var magic and not Magic)
            {
                return RecordFault.RecordIoMagic(magic, start);
            }

            if (part.Length < HeaderLength)
            {
                return !isLast ? null : RecordFault.RecordIoTruncated(unread.Length, start + HeaderLength);
            }

            uint word = BinaryPrimitives.ReadUInt32LittleEndian(part[sizeof(uint)..]);
            var kind = (Part)(word >> PartShift);
            if (isFirst ? kind is not (Part.Whole or Part.First) : kind is not (Part.Middle or Part.Last))
            {
                return RecordFault.RecordIoPart((uint)kind, start);
            }

            long end = start + HeaderLength + (word & LengthMask);
            if (end > lengthMax)
            {
                return RecordFault.RecordIoTooLong(end, lengthMax);
            }

            bool isEnd = kind is Part.Whole or Part.Last;
            long next = isEnd ? end : Padded(end);
            if (next > unread.Length)
            {
                return !isLast ? null : RecordFault.RecordIoTruncated(unread.Length, next);
            }

            if (isEnd)
            {
                length = (int)end;
                return null;
            }

            start = next;
        }
    }

    /// <summary>The next multiple of 4: where the part after one that ends there starts.</summary>
    public static long Padded(long end) => (end + 3) & ~3L;

    /// <summary>Whether a record that <see cref="Measure"/> has found is a single part; then its payload is everything behind the header.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt32LittleEndian(record[sizeof(uint)..]) >> PartShift == (uint)Part.Whole;

    /// <summary>Whether a dmlc writer can have made the parts: it only cuts at multiples of 4.</summary>
    public static bool MayLackMagic(ReadOnlySpan<byte> record)
    {
        while (!IsWhole(record) && PayloadLength(record) + HeaderLength < record.Length)
        {
            if (PayloadLength(record) % sizeof(uint) != 0)
            {
                return false;
            }

            record = record[(HeaderLength + PayloadLength(record))..];
        }

        return true;
    }

    /// <summary>Joins the payloads of a record of several parts.</summary>
    /// <param name="record">As <see cref="Measure"/> has found it.</param>
    /// <param name="withMagic">Whether to put the magic number between the parts.</param>
    /// <param name="joined">Receives the payload; as long as the record is long enough.</param>
    /// <returns>How many bytes the payload has.</returns>
    public static int Join(ReadOnlySpan<byte> record, bool withMagic, Span<byte> joined)
    {
        int length = 0;
        while (true)
        {
            int payload = PayloadLength(record);
            record.Slice(HeaderLength, payload).CopyTo(joined[length..]);
            length += payload;
            if (HeaderLength + payload == record.Length)
            {
                return length;
            }

            record = record[(int)Padded(HeaderLength + payload)..];
            if (withMagic)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(joined[length..], Magic);
                length += sizeof(uint);
            }
        }
    }

    private static int PayloadLength(ReadOnlySpan<byte> part) => (int)(BinaryPrimitives.ReadUInt32LittleEndian(part[sizeof(uint)..]) & LengthMask);
}
