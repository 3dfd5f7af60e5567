using System.Buffers.Binary;

namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>
/// Wraps what goes into a pipe as one RecordIO record: the magic number 0xced7230a, the length with the part's kind in its upper three bits, the
/// bytes, and zeros to a multiple of 4. What is too long for one part goes into several.
/// </summary>
internal static class RecordWriter
{
    /// <summary>The most bytes of a part whose length is a multiple of 4.</summary>
    public const long PartBytesMax = (1 << 29) - 4;

    private const uint Magic = 0xced7230a;
    private const int KindShift = 29;

    /// <summary>Writes one record.</summary>
    /// <param name="pipe">Where to.</param>
    /// <param name="source">The record's bytes.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="partBytesMax">The most bytes of a part, a multiple of 4.</param>
    public static void Write(Stream pipe, Stream source, long length, long partBytesMax = PartBytesMax)
    {
        Span<byte> header = stackalloc byte[2 * sizeof(uint)];
        for (var left = length; ;)
        {
            var part = Math.Min(left, partBytesMax);
            uint kind = (left == length, part == left) switch { (true, true) => 0, (true, false) => 1, (false, false) => 2, (false, true) => 3 };
            BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
            BinaryPrimitives.WriteUInt32LittleEndian(header[sizeof(uint)..], (kind << KindShift) | (uint)part);
            pipe.Write(header);
            Copy(source, pipe, part);
            pipe.Write("\0\0\0"u8[..(int)(-part & 3)]);
            left -= part;
            if (left == 0) return;
        }
    }

    private static void Copy(Stream source, Stream destination, long count)
    {
        var buffer = new byte[64 << 10];
        while (count > 0)
        {
            var read = source.Read(buffer, 0, (int)Math.Min(count, buffer.Length));
            if (read == 0) throw new EndOfStreamException("an object became shorter while it was read");
            destination.Write(buffer, 0, read);
            count -= read;
        }
    }
}
