using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace TrainingContainer.Data;

/// <summary>
/// The rows of a channel, decoded once into a file that is mapped into memory: for data that is larger than memory. The system keeps what
/// is used and there is room for; nothing is parsed again in later epochs, nor by another process, as long as the file is intact and the
/// channel's files are those it was made from.
/// <para>
/// The rows are those that <see cref="RecordChannel"/> gives, to the bit; where all features are whole numbers from 0 to 255, as pixels are, the file
/// holds them as bytes. Rows cannot be changed; reading them is safe from several threads.
/// </para>
/// </summary>
public sealed unsafe class RowCache : IFeatureRows, IDisposable
{
    private const int CacheLineBytes = 64;

    /// <summary>How far ahead of the row being copied memory is asked for: a row at a random place is new to every cache.</summary>
    private const int BytesAhead = 8 << 10;

    /// <summary>Of a long row the processor itself finds the rest.</summary>
    private const int BytesOfRowAhead = 4 << 10;

    [ThreadStatic]
    private static float[]? _widened;

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
    /// <param name="path">Where it is or goes: a file on the job's scratch space, of 4 × (features + 1) bytes per row, or 4 + features where bytes hold them.</param>
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
            IReadOnlyList<string> files = dataFiles ?? CsvChannel.ListFiles(directory, options.ChannelName);
            byte[] key = RowCacheKey.Of(directory, files, format, options);
            if (Open(path, key, wasReused: true, cancellation) is { } cache)
            {
                return cache;
            }

            Create(path, key, () => new FileSource(options.ChannelName, directory, files), format, options, cancellation);
            return Open(path, key, wasReused: false, cancellation)
                ?? throw DataError.CacheUnusable(place, path, new IOException("it does not read back as it was written"));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw DataError.CacheRefused(place, path, exception);
        }
        catch (IOException exception)
        {
            throw DataError.CacheUnusable(place, path, exception);
        }
    }

    int IFeatureRows.ColumnCount => FeatureCount;

    ReadOnlySpan<float> IFeatureRows.Row(long index) => Features(index);

    /// <summary>The features of a row; NaN where a value was missing.</summary>
    /// <param name="row">0-based, below <see cref="RowCount"/>.</param>
    /// <returns>Valid until this thread asks for another row of a cache.</returns>
    public ReadOnlySpan<float> Features(long row)
    {
        if (_header.Values == RowValues.Singles)
        {
            return new ReadOnlySpan<float>((float*)At(row) + 1, FeatureCount);
        }

        if (_widened is null || _widened.Length < FeatureCount)
        {
            _widened = new float[FeatureCount];
        }

        CopyRow(row, _widened);
        return _widened.AsSpan(0, FeatureCount);
    }

    /// <summary>The label of a row: the class's index in <see cref="Classes"/>, or the number; 0 without labels.</summary>
    /// <param name="row">0-based, below <see cref="RowCount"/>.</param>
    public float Label(long row)
    {
        float label = Unsafe.ReadUnaligned<float>(At(row));
        return _classOf.Length > 0 ? _classOf[(int)label] : label;
    }

    /// <inheritdoc/>
    public void CopyRows(ReadOnlySpan<int> indexes, Span<float> destination)
    {
        int rowsAhead = (int)Math.Max(1, BytesAhead / _header.RowBytes);
        for (int i = 0; i < indexes.Length; i++)
        {
            if (i + rowsAhead < indexes.Length)
            {
                Prefetch(indexes[i + rowsAhead]);
            }

            CopyRow(indexes[i], destination[(i * FeatureCount)..]);
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
        // what are no bytes mostly shows in the first rows
        if (!TryCreate(path, key, open, format, options, RowValues.Bytes, cancellation))
        {
            TryCreate(path, key, open, format, options, RowValues.Singles, cancellation);
        }
    }

    /// <summary>False when the features cannot be stored in this way.</summary>
    private static bool TryCreate(
        string path, byte[] key, Func<RecordSource> open, RecordFormat format, RecordChannelOptions options, RowValues values, CancellationToken cancellation)
    {
        var found = options is { Records.LabelKind: LabelKind.Class, Classes: null } ? new FoundClasses() : null;
        RecordSource source = open();
        using var stream = new BatchStream(
            source, format, RecordChannel.Options(options, found), cancellation);
        RecordBatch batch = stream.Next() ?? throw RecordChannel.Empty(source, options);
        using var writer = new RowCacheWriter(path, values);
        for (RecordBatch? next = batch; next is not null; next = stream.Next())
        {
            if (!writer.Append(next))
            {
                return false;
            }
        }

        int[] classOf = found is null ? [] : [.. Enumerable.Range(0, found.Count)];
        IReadOnlyList<string> classes = found is null ? options.Classes ?? [] : found.Order(classOf);
        writer.Complete(options.Records.LabelKind, key, classes, classOf);
        return true;
    }

    /// <summary>Null when there is no such file, or it is another one, or not intact.</summary>
    private static RowCache? Open(string path, byte[] key, bool wasReused, CancellationToken cancellation)
    {
        if (FileKind.Of(path) != FileKinds.Regular)
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

    private void CopyRow(long row, Span<float> features)
    {
        byte* values = At(row) + sizeof(float);
        if (_header.Values == RowValues.Bytes)
        {
            ByteValues.Widen(new ReadOnlySpan<byte>(values, FeatureCount), features);
        }
        else
        {
            new ReadOnlySpan<byte>(values, sizeof(float) * FeatureCount).CopyTo(MemoryMarshal.AsBytes(features));
        }
    }

    private void Prefetch(long row)
    {
        if (Sse.IsSupported)
        {
            byte* start = At(row);
            byte* end = start + Math.Min(_header.RowBytes, BytesOfRowAhead);
            for (byte* line = start; line < end; line += CacheLineBytes)
            {
                Sse.Prefetch0(line);
            }
        }
    }

    private byte* At(long row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)row, (ulong)RowCount, nameof(row));
        ObjectDisposedException.ThrowIf(_start == null, this);
        return _start + (row * _header.RowBytes);
    }
}
