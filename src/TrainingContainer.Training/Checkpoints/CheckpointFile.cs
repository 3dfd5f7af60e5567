using System.Globalization;
using System.Text;
using System.Text.Json;
using TrainingContainer.Data;

namespace TrainingContainer.Training;

/// <summary>
/// A checkpoint: one safetensors file with the state's tensors and, in its header, <see cref="CheckpointMetadata"/> and the CRC-32C
/// of all its bytes. The checksum stands at a fixed place and counts as eight zeros when it is computed.
/// </summary>
internal static class CheckpointFile
{
    private const string MetadataKey = "checkpoint";
    private const string ChecksumKey = "crc32c";
    private const int PieceBytes = 4 << 20;
    private const int ChecksumDigits = 8;

    // the header's length, then what every checkpoint begins with
    private static readonly byte[] Beginning = Encoding.ASCII.GetBytes($"{{\"{SafetensorsFile.MetadataMember}\":{{\"{ChecksumKey}\":\"");
    private static readonly int ChecksumOffset = sizeof(long) + Beginning.Length;

    /// <summary>Writes one, whole or not at all.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="metadata">What it says of itself.</param>
    /// <param name="regions">The state.</param>
    /// <returns>Its bytes.</returns>
    public static long Write(string path, CheckpointMetadata metadata, IReadOnlyList<StateRegion> regions)
    {
        var header = SafetensorsFile.Header(regions.Select(region => region.Entry), new Dictionary<string, string>
        {
            [ChecksumKey] = new('0', ChecksumDigits),
            [MetadataKey] = metadata.ToJson(),
        });
        long written = header.Length;
        WholeFile.Write(path, stream =>
        {
            var checksum = Crc32C.Of(header);
            stream.Write(header);
            foreach (var region in regions)
            {
                for (long start = 0; start < region.Entry.Length; start += PieceBytes)
                {
                    var piece = Piece(region, start);
                    checksum = Crc32C.Add(checksum, piece);
                    stream.Write(piece);
                    written += piece.Length;
                    FaultScope.Reach(FaultPoint.Writing, path, written);
                }
            }
            stream.Position = ChecksumOffset;
            stream.Write(Encoding.ASCII.GetBytes(Text(checksum)));
            stream.Position = stream.Length;
        });
        return written;
    }

    /// <summary>Opens a checkpoint without looking at its tensors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="metadata">What it says of itself.</param>
    /// <exception cref="InvalidDataException">It is none that can be used, with the reason.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafetensorsReader Open(string path, out CheckpointMetadata metadata)
    {
        var reader = SafetensorsReader.Open(path);
        try
        {
            metadata = reader.Metadata.TryGetValue(MetadataKey, out var json)
                ? CheckpointMetadata.Parse(json)
                : throw new InvalidDataException($"{path}: it is a safetensors file, but no checkpoint of this program");
            return reader;
        }
        catch (JsonException exception)
        {
            reader.Dispose();
            throw new InvalidDataException($"{path}: found metadata that can't be read ({exception.Message.Split('\n')[0]})", exception);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Opens a checkpoint after reading all of it.</summary>
    /// <inheritdoc cref="Open"/>
    public static SafetensorsReader OpenVerified(string path, out CheckpointMetadata metadata)
    {
        var reader = Open(path, out metadata);
        try
        {
            Verify(path, reader);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private static void Verify(string path, SafetensorsReader reader)
    {
        var header = new byte[reader.HeaderBytes];
        reader.ReadAt(0, header);
        if (header.Length < ChecksumOffset + ChecksumDigits || !header.AsSpan(sizeof(long)).StartsWith(Beginning))
            throw new InvalidDataException($"{path}: its checksum is not where this program writes it");
        var told = header.AsSpan(ChecksumOffset, ChecksumDigits);
        var expected = Encoding.ASCII.GetString(told);
        told.Fill((byte)'0');
        var checksum = Crc32C.Of(header);
        var piece = new byte[PieceBytes];
        var end = reader.HeaderBytes + reader.Tensors.Sum(entry => entry.Length);
        for (var at = reader.HeaderBytes; at < end; at += PieceBytes)
        {
            var part = piece.AsSpan(0, (int)Math.Min(PieceBytes, end - at));
            reader.ReadAt(at, part);
            checksum = Crc32C.Add(checksum, part);
        }
        var found = Text(checksum);
        if (found != expected)
            throw new InvalidDataException($"{path}: found the checksum {found}, expected {expected}: bytes were changed or lost");
    }

    private static string Text(uint checksum) => checksum.ToString("x8", CultureInfo.InvariantCulture);

    private static unsafe ReadOnlySpan<byte> Piece(StateRegion region, long start) =>
        new((byte*)region.Address + start, (int)Math.Min(PieceBytes, region.Entry.Length - start));
}
