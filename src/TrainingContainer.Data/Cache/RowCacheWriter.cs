using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace TrainingContainer.Data;

/// <summary>Writes a cache beside its place and moves it there when it is whole and on the disk.</summary>
internal sealed class RowCacheWriter : IDisposable
{
    private readonly string _path;
    private readonly RowValues _values;
    private readonly FileStream _file;
    private readonly byte[] _block = new byte[RowCacheHeader.BlockBytes];
    private readonly MemoryStream _tail = new();
    private byte[] _narrow = [];
    private int _length;
    private long _rows;
    private int _featureCount;

    public RowCacheWriter(string path, RowValues values)
    {
        _path = path;
        _values = values;
        // what lies at this name, a link or a FIFO perhaps, is neither followed nor waited for
        File.Delete(Partial);
        _file = new FileStream(Partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        _file.Position = RowCacheHeader.Bytes;
    }

    private string Partial => $"{_path}.partial";

    /// <summary>Appends rows.</summary>
    /// <returns>False when a feature cannot be stored in this way.</returns>
    public bool Append(RecordBatch batch)
    {
        _featureCount = batch.FeatureCount;
        if (_values == RowValues.Bytes && _narrow.Length < _featureCount)
        {
            _narrow = new byte[_featureCount];
        }

        for (int row = 0; row < batch.RowCount; row++)
        {
            Span<float> features = batch.Features.Slice(row * _featureCount, _featureCount);
            if (_values == RowValues.Bytes && !ByteValues.TryNarrow(features, _narrow))
            {
                return false;
            }

            Append(MemoryMarshal.AsBytes(batch.Labels.Slice(row, 1)));
            Append(_values == RowValues.Bytes ? _narrow : MemoryMarshal.AsBytes(features));
        }

        _rows += batch.RowCount;
        return true;
    }

    /// <summary>Finishes the file.</summary>
    /// <param name="kind">What the labels are.</param>
    /// <param name="key">What the rows were made from.</param>
    /// <param name="classes">The classes in their order.</param>
    /// <param name="classOf">The class of each label as it was written.</param>
    public void Complete(LabelKind kind, byte[] key, IReadOnlyList<string> classes, int[] classOf)
    {
        WriteBlock();
        WriteTail(classes.Count);
        foreach (string name in classes)
        {
            byte[] text = Encoding.UTF8.GetBytes(name);
            WriteTail(text.Length);
            _tail.Write(text);
        }

        WriteTail(classOf.Length);
        foreach (int index in classOf)
        {
            WriteTail(index);
        }

        byte[] tail = _tail.ToArray();
        _file.Write(tail);
        _file.Position = 0;
        _file.Write(new RowCacheHeader(_featureCount, kind, _values, _rows, tail.Length, key, Crc32C.Of(tail)).Write());
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(Partial, _path, overwrite: true);
    }

    /// <summary>Removes what was not completed.</summary>
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(Partial);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, _block.Length - _length);
            bytes[..count].CopyTo(_block.AsSpan(_length));
            bytes = bytes[count..];
            _length += count;
            if (_length == _block.Length)
            {
                WriteBlock();
            }
        }
    }

    private void WriteBlock()
    {
        if (_length > 0)
        {
            _file.Write(_block, 0, _length);
            WriteTail((int)Crc32C.Of(_block.AsSpan(0, _length)));
            _length = 0;
        }
    }

    private void WriteTail(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _tail.Write(bytes);
    }
}
