using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// Reads a safetensors file that may be damaged or hostile: the header is bounded, and every type, shape and offset in it is
/// checked against the file's length before any tensor is read. Not for several threads at once.
/// </summary>
public sealed class SafetensorsReader : IDisposable
{
    /// <summary>The longest header in bytes, as in the format's own implementation.</summary>
    public const int HeaderBytesMax = 100_000_000;

    /// <summary>The most tensors.</summary>
    public const int TensorsMax = 1_000_000;

    private const int LengthBytes = 8;
    private const int DimensionsMax = 64;
    private const int PieceBytes = 16 << 20;

    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, SafetensorsEntry> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly string _path;

    private SafetensorsReader(string path, SafeFileHandle file)
    {
        (_path, _file) = (path, file);
        var length = RandomAccess.GetLength(file);
        HeaderBytes = ReadHeader(length);
        // the header's order is not the bytes' order in every writer's files
        Tensors = [.. _byName.Values.OrderBy(entry => entry.Offset).ThenBy(entry => entry.Length)];
        long end = 0;
        foreach (var entry in Tensors)
        {
            if (entry.Offset != end)
                throw Damaged($"tensor {entry.Name}: found it at byte {entry.Offset}, expected {end}: tensors may not overlap or leave gaps");
            end = checked(end + entry.Length);
        }
        if (end != length - HeaderBytes)
            throw Damaged($"found {length - HeaderBytes} bytes of tensors, expected {end}: the file was cut short, or something was appended");
    }

    /// <summary>Bytes before the first tensor's.</summary>
    public long HeaderBytes { get; }

    /// <summary>The tensors in the order of the file.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors { get; }

    /// <summary>The header's free text pairs.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not what the format asks for, with the reason.</exception>
    /// <exception cref="IOException">It can't be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafetensorsReader Open(string path)
    {
        if (PathKind.OtherThanFile(path) is { } found)
            throw new InvalidDataException($"{path}: found {found}, expected a file");
        if (new FileInfo(path) is { Exists: true, Length: 0 })
            throw new InvalidDataException($"{path}: found 0 bytes, expected a header");
        var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        try
        {
            return new(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of this name; null when there is none.</summary>
    public SafetensorsEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads a tensor's bytes, row-major and little-endian.</summary>
    /// <param name="entry">One of <see cref="Tensors"/>.</param>
    /// <param name="destination">As long as the entry.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    public void Read(SafetensorsEntry entry, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, entry.Length, nameof(destination));
        ReadAt(HeaderBytes + entry.Offset, destination);
    }

    /// <summary>Reads a tensor into another one.</summary>
    /// <param name="entry">One of <see cref="Tensors"/>.</param>
    /// <param name="destination">Of the entry's type and shape, on any device; changed in place, without a gradient.</param>
    /// <exception cref="ArgumentException">Type or shape differ.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public void Read(SafetensorsEntry entry, Tensor destination)
    {
        if (destination.dtype != entry.Type || !destination.shape.SequenceEqual(entry.Shape))
            throw new ArgumentException($"{entry.Name}: found {entry.Type} [{string.Join(", ", entry.Shape)}] in the file, expected {destination.dtype} [{string.Join(", ", destination.shape)}]");
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var flat = destination.detach().view(-1);
        var size = Math.Max(1, entry.Length / Math.Max(1, flat.NumberOfElements));
        for (long start = 0; start < flat.NumberOfElements; start += PieceBytes / size)
        {
            using var target = flat.narrow(0, start, Math.Min(PieceBytes / size, flat.NumberOfElements - start));
            using var piece = empty(target.NumberOfElements, dtype: entry.Type);
            ReadAt(HeaderBytes + entry.Offset + (start * size), piece.bytes);
            target.copy_(piece);
        }
    }

    /// <summary>Reads a part of the whole file.</summary>
    /// <param name="offset">From the file's first byte.</param>
    /// <param name="destination">Filled.</param>
    internal void ReadAt(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(_file, destination, offset);
            if (read == 0)
                throw Damaged("the file became shorter while it was read");
            offset += read;
            destination = destination[read..];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private long ReadHeader(long fileLength)
    {
        if (fileLength < LengthBytes)
            throw Damaged($"found {fileLength} bytes, expected a header");
        Span<byte> start = stackalloc byte[LengthBytes];
        ReadAt(0, start);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > HeaderBytesMax || length > (ulong)(fileLength - LengthBytes))
            throw Damaged($"found a header of {length} bytes, expected at most {Math.Min(HeaderBytesMax, fileLength - LengthBytes)}: it is no safetensors file, or was cut short");
        var header = new byte[length];
        ReadAt(LengthBytes, header);
        try
        {
            using var json = JsonDocument.Parse(header);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw Damaged("found a header that is no JSON object");
            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (member.Name == SafetensorsFile.MetadataMember)
                    ReadMetadata(member.Value);
                else
                    Add(member.Name, member.Value);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException)
        {
            throw Damaged($"found a header that can't be read ({exception.Message.Split('\n')[0]})");
        }
        return LengthBytes + (long)length;
    }

    private void ReadMetadata(JsonElement pairs)
    {
        foreach (var pair in pairs.EnumerateObject())
            _metadata[pair.Name] = pair.Value.GetString() ?? throw Damaged($"found no text for {pair.Name} in the header");
    }

    private void Add(string name, JsonElement tensor)
    {
        if (SafetensorsTypes.Of(tensor.GetProperty("dtype").GetString()) is not { } type)
            throw Damaged($"tensor {name}: found the type {tensor.GetProperty("dtype")}, expected one of real numbers, integers or booleans");
        if (tensor.GetProperty("shape").GetArrayLength() > DimensionsMax)
            throw Damaged($"tensor {name}: found more than {DimensionsMax} dimensions");
        long[] shape = [.. tensor.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        if (shape.Any(size => size < 0))
            throw Damaged($"tensor {name}: found a negative size in [{string.Join(", ", shape)}]");
        var length = shape.Aggregate((long)type.Bytes, (bytes, size) => checked(bytes * size));
        long[] offsets = [.. tensor.GetProperty("data_offsets").EnumerateArray().Take(3).Select(at => at.GetInt64())];
        if (offsets is not [>= 0, _] || offsets[1] != checked(offsets[0] + length))
            throw Damaged($"tensor {name}: found the offsets [{string.Join(", ", offsets)}], expected two that are {length} bytes apart");
        if (_byName.Count == TensorsMax || !_byName.TryAdd(name, new(name, type.Type, shape, length) { Offset = offsets[0] }))
            throw Damaged($"tensor {name}: found twice, or after {TensorsMax} others");
    }

    private InvalidDataException Damaged(string reason) => new($"{_path}: {reason}");
}
