using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;

namespace TrainingContainer.Data;

/// <summary>
/// The rows of a channel, decoded once into a file that is mapped into memory: for data that is larger than memory. The system keeps what
/// is used and there is room for; nothing is parsed again in later epochs, nor by another process, as long as the file is intact and the
/// channel's files are those it was made from.
/// <para>
/// The rows are those that <see cref="RecordChannel"/> gives. They cannot be changed; reading them is safe from several threads.
/// </para>
/// </summary>
public sealed unsafe class RowCache : IFeatureRows, IDisposable
{
    private const int BatchSize = 1 << 10;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly RowCacheHeader _header;
    private readonly int[] _classOf;
    private byte* _start;

    private RowCache(MemoryMappedFile file, MemoryMappedViewAccessor view, byte* start, RowCacheHeader header, IReadOnlyList<string> classes, int[] classOf, bool wasReused)
    {
        _file = file;
        _view = view;
        _start = start;
        _header = header;
        _classOf = classOf;
        Classes = classes;
        WasReused = wasReused;
    }

    /// <summary>The number of rows, at least 1.</summary>
    public long RowCount => _header.RowCount;

    /// <summary>Features of a row.</summary>
    public int FeatureCount => _header.FeatureCount;

    /// <summary>What the labels are.</summary>
    public LabelKind LabelKind => _header.LabelKind;

    /// <summary>The classes, as <see cref="Table.Classes"/>.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Whether the file was there already.</summary>
    public bool WasReused { get; }

    /// <summary>Opens the cache of a channel, if it is intact and was made from the same files in the same way; otherwise makes it.</summary>
    /// <param name="path">Where it is or goes: a file on the job's scratch space, of 4 × (features + 1) bytes per row.</param>
    /// <param name="directory">The channel's directory.</param>
    /// <param name="format">What its files hold.</param>
    /// <param name="options">How to read them: no sample.</param>
    /// <param name="cancellation">Stops within moments; an unfinished file is removed.</param>
    /// <param name="dataFiles">Those of its files that hold records, in the order to read them; null for all.</param>
    /// <exception cref="DataException">The channel cannot be used, or the file cannot be written.</exception>
    public static RowCache OpenOrCreate(string path, string directory, RecordFormat format, RecordChannelOptions options, CancellationToken cancellation, IReadOnlyList<string>? dataFiles = null)
    {
        if (options.RowsMax is not null)
        {
            throw new ArgumentException("A sample needs no cache.", nameof(options));
        }

        var place = new DataPlace(options.ChannelName);
        try
        {
            IReadOnlyList<string> files = dataFiles ?? CsvChannel.ListFiles(directory);
            byte[] key = RowCacheKey.Of(directory, files, format, options);
            if (Open(path, key, wasReused: true, cancellation) is { } cache)
            {
                return cache;
            }

            Create(path, key, () => new FileSource(options.ChannelName, directory, files), format, options, cancellation);
            return Open(path, key, wasReused: false, cancellation)
                ?? throw DataError.CacheUnusable(place, path, "it does not read back as it was written");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DataError.CacheUnusable(place, path, exception.Message);
        }
    }

    int IFeatureRows.ColumnCount => FeatureCount;

    ReadOnlySpan<float> IFeatureRows.Row(long index) => Features(index);

    /// <summary>The features of a row; NaN where a value was missing.</summary>
    /// <param name="row">0-based, below <see cref="RowCount"/>.</param>
    public ReadOnlySpan<float> Features(long row) => new((float*)At(row) + 1, FeatureCount);

    /// <summary>The label of a row: the class's index in <see cref="Classes"/>, or the number; 0 without labels.</summary>
    /// <param name="row">0-based, below <see cref="RowCount"/>.</param>
    public float Label(long row)
    {
        float label = *(float*)At(row);
        return _classOf.Length > 0 ? _classOf[(int)label] : label;
    }

    /// <summary>Gathers rows, e.g. a batch.</summary>
    /// <param name="indexes">0-based rows, in any order, repeats allowed.</param>
    /// <param name="features">Receives the rows one after the other; at least <c>indexes.Length * FeatureCount</c> long.</param>
    /// <param name="labels">Receives their labels.</param>
    public void CopyRows(ReadOnlySpan<int> indexes, Span<float> features, Span<float> labels)
    {
        for (int i = 0; i < indexes.Length; i++)
        {
            Features(indexes[i]).CopyTo(features[(i * FeatureCount)..]);
            labels[i] = Label(indexes[i]);
        }
    }

    /// <inheritdoc/>
    public void CopyRows(ReadOnlySpan<int> indexes, Span<float> destination)
    {
        for (int i = 0; i < indexes.Length; i++)
        {
            Features(indexes[i]).CopyTo(destination[(i * FeatureCount)..]);
        }
    }

    /// <summary>The rows with their labels, which are copied into memory; the features stay in the file.</summary>
    /// <exception cref="DataException">There are more rows than an index can count.</exception>
    public Table ToTable()
    {
        if (RowCount > Array.MaxLength)
        {
            throw DataError.TooManyRows(default, Array.MaxLength);
        }

        if (LabelKind == LabelKind.None)
        {
            return Table.WithoutLabels(this);
        }

        var labels = new float[RowCount];
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = Label(row);
        }

        return LabelKind == LabelKind.Number ? Table.WithNumbers(this, labels) : Table.WithClasses(this, Array.ConvertAll(labels, label => (int)label), Classes);
    }

    /// <summary>Lets go of the memory; the file stays.</summary>
    public void Dispose()
    {
        if (_start != null)
        {
            _start = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }

    private static void Create(string path, byte[] key, Func<RecordSource> open, RecordFormat format, RecordChannelOptions options, CancellationToken cancellation)
    {
        options = RecordChannel.WithWidth(open, format, options, cancellation);
        var found = options is { Records.LabelKind: LabelKind.Class, Classes: null } ? new FoundClasses() : null;
        RecordSource source = open();
        using var stream = new BatchStream(
            source, format, RecordChannel.Options(options, found, BatchSize), cancellation);
        RecordBatch batch = stream.Next() ?? throw RecordChannel.Empty(source, options);
        using var writer = new RowCacheWriter(path);
        for (RecordBatch? next = batch; next is not null; next = stream.Next())
        {
            writer.Append(next);
        }

        int[] classOf = found is null ? [] : [.. Enumerable.Range(0, found.Count)];
        IReadOnlyList<string> classes = found is null ? options.Classes ?? [] : found.Order(classOf);
        writer.Complete(options.Records.LabelKind, key, classes, classOf);
    }

    /// <summary>Null when there is no such file, or it is another one, or not intact.</summary>
    private static RowCache? Open(string path, byte[] key, bool wasReused, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var bytes = new byte[RowCacheHeader.Bytes];
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        RowCacheHeader? header = RowCacheHeader.Read(bytes);
        if (header is null || !header.Key.AsSpan().SequenceEqual(key) || stream.Length != header.FileBytes || header.TailBytes > Array.MaxLength)
        {
            return null;
        }

        var tail = new byte[header.TailBytes];
        stream.Position = RowCacheHeader.Bytes + header.DataBytes;
        stream.ReadExactly(tail);
        if (Crc32C.Of(tail) != header.TailChecksum)
        {
            return null;
        }

        var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        MemoryMappedViewAccessor view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset + RowCacheHeader.Bytes;
        try
        {
            if (IsIntact(start, header, tail, cancellation))
            {
                (string[] classes, int[] classOf) = ReadClasses(tail.AsSpan((int)(sizeof(uint) * header.BlockCount)));
                return new RowCache(file, view, start, header, classes, classOf, wasReused);
            }

            Close();
            return null;
        }
        catch
        {
            Close();
            throw;
        }

        void Close()
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            file.Dispose();
        }
    }

    private static bool IsIntact(byte* start, RowCacheHeader header, byte[] tail, CancellationToken cancellation)
    {
        for (long block = 0; block < header.BlockCount; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            long offset = block * RowCacheHeader.BlockBytes;
            int length = (int)Math.Min(RowCacheHeader.BlockBytes, header.DataBytes - offset);
            uint expected = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan((int)(sizeof(uint) * block)));
            if (Crc32C.Of(new ReadOnlySpan<byte>(start + offset, length)) != expected)
            {
                return false;
            }
        }

        return true;
    }

    private static (string[] Classes, int[] ClassOf) ReadClasses(ReadOnlySpan<byte> bytes)
    {
        var classes = new string[BinaryPrimitives.ReadInt32LittleEndian(bytes)];
        bytes = bytes[sizeof(int)..];
        foreach (ref string name in classes.AsSpan())
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            name = Encoding.UTF8.GetString(bytes.Slice(sizeof(int), length));
            bytes = bytes[(sizeof(int) + length)..];
        }

        return (classes, MemoryMarshal.Cast<byte, int>(bytes[sizeof(int)..]).ToArray());
    }

    private byte* At(long row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)row, (ulong)RowCount, nameof(row));
        ObjectDisposedException.ThrowIf(_start == null, this);
        return _start + (row * _header.RowBytes);
    }
}
