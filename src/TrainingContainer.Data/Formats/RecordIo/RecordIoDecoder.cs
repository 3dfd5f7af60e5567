namespace TrainingContainer.Data;

/// <summary>
/// Takes the framing off records that <see cref="RecordIoFraming"/> has found, for the decoder of their payload. A record in several parts is
/// joined with the magic number between them where a dmlc writer can have cut it; if that does not decode, without.
/// </summary>
/// <param name="payload">Decodes the payload.</param>
/// <param name="isPlausible">Says at a glance that some bytes are no payload, so that the wrong way of joining makes no message for nobody. Null: they may be.</param>
internal sealed class RecordIoDecoder(IRecordDecoder payload, Func<ReadOnlySpan<byte>, bool>? isPlausible = null) : IRecordDecoder
{
    private byte[] _joined = [];

    public void Enter(string? file) => payload.Enter(file);

    public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
    {
        string? fault = RecordIo.Measure(record, isLast: true, int.MaxValue, out int length);
        if (fault is not null)
        {
            return fault;
        }

        record = record[..length];
        if (RecordIo.IsWhole(record))
        {
            return payload.Decode(record[RecordIo.HeaderLength..], features, ref label);
        }

        Reserve(record.Length);
        if (RecordIo.MayLackMagic(record) && Join(record, withMagic: true) is var joined && (isPlausible is null || isPlausible(joined)))
        {
            fault = payload.Decode(joined, features, ref label);
            if (fault is null)
            {
                return null;
            }

            label = default;
        }

        string? plainFault = payload.Decode(Join(record, withMagic: false), features, ref label);
        return plainFault is null ? null : fault ?? plainFault;
    }

    private ReadOnlySpan<byte> Join(ReadOnlySpan<byte> record, bool withMagic) => _joined.AsSpan(0, RecordIo.Join(record, withMagic, _joined));

    private void Reserve(int length)
    {
        if (_joined.Length < length)
        {
            _joined = new byte[Math.Max(length, (int)Math.Min(2L * _joined.Length, Array.MaxLength))];
        }
    }
}
