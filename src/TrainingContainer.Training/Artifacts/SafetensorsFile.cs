using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// Writes tensors in the safetensors format (https://github.com/huggingface/safetensors): 8 bytes of header length,
/// little-endian, a JSON header that ends on a multiple of 8, then the bytes of each tensor, row-major.
/// </summary>
public static class SafetensorsFile
{
    /// <summary>The header's member that is no tensor but free text pairs.</summary>
    internal const string MetadataMember = "__metadata__";

    /// <summary>Elements that are copied to the host and written at once.</summary>
    private const long PieceElements = 64L << 20;

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="tensors">Names and tensors, in the order of the file; of real numbers, integers or booleans, on any device.</param>
    /// <param name="metadata">Free text pairs of the header.</param>
    public static void Write(string path, IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata) =>
        WholeFile.Write(path, stream =>
        {
            stream.Write(Header(tensors.Select(named => SafetensorsEntry.Of(named.Name, named.Tensor)), metadata));
            foreach (var (_, tensor) in tensors)
                WriteTensor(stream, tensor);
        });

    /// <summary>The bytes before the first tensor's: the header with its length.</summary>
    /// <param name="entries">In the order of the file; their offsets are not looked at.</param>
    /// <param name="metadata">Free text pairs.</param>
    internal static byte[] Header(IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[8]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataMember);
            foreach (var (key, value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (var entry in entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", SafetensorsTypes.NameOf(entry.Type));
                json.WriteStartArray("shape");
                foreach (var size in entry.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += entry.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        var bytes = buffer.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - 8);
        return bytes;
    }

    private static void WriteTensor(Stream stream, Tensor tensor)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var flat = tensor.detach().reshape(-1);
        for (long start = 0; start < flat.NumberOfElements; start += PieceElements)
        {
            using var piece = flat.narrow(0, start, Math.Min(PieceElements, flat.NumberOfElements - start)).to(CPU).contiguous();
            stream.Write(piece.bytes);
        }
    }
}
