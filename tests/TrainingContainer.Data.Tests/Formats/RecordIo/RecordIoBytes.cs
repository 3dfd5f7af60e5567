using System.Buffers.Binary;

namespace TrainingContainer.Data.Tests;

/// <summary>Writes RecordIO in the ways that are found in the wild.</summary>
internal static class RecordIoBytes
{
    /// <summary>A record in one part, as SageMaker's writers make it: the magic number in the payload does not matter.</summary>
    public static byte[] Whole(ReadOnlySpan<byte> payload) => Part(0, payload);

    public static byte[] Whole(IEnumerable<byte[]> payloads) => [.. payloads.SelectMany(payload => Whole(payload))];

    /// <summary>A record as dmlc's writer makes it: cut where the magic number stands at a multiple of 4, the magic number left out.</summary>
    public static byte[] Dmlc(byte[] payload)
    {
        var parts = new List<byte[]>();
        int start = 0;
        for (int i = 0; i + 4 <= payload.Length; i += 4)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(payload.AsSpan(i)) == RecordIo.Magic)
            {
                parts.Add(payload[start..i]);
                start = i + 4;
            }
        }

        parts.Add(payload[start..]);
        return Parts(parts);
    }

    /// <summary>A record that is merely cut.</summary>
    public static byte[] Parts(IReadOnlyList<byte[]> parts) => parts.Count == 1 ? Whole(parts[0])
        : [.. parts.SelectMany((part, i) => Part(i == 0 ? 1u : i == parts.Count - 1 ? 3u : 2u, part))];

    public static byte[] Part(uint kind, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[(8 + payload.Length + 3) & ~3];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, RecordIo.Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (kind << 29) | (uint)payload.Length);
        payload.CopyTo(bytes.AsSpan(8));
        return bytes;
    }
}
