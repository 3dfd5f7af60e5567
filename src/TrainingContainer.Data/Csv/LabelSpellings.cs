using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;

namespace TrainingContainer.Data;

/// <summary>The different labels of a piece in the order of their first appearance, found by their bytes.</summary>
internal sealed class LabelSpellings
{
    /// <summary>More classes than this look like a regression target.</summary>
    public const int CountMax = 100_000;

    private readonly Dictionary<byte[], int> _indexes = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<LabelSpelling> _spellings = [];
    private readonly int[] _ofOneByte = new int[128];

    public LabelSpellings()
    {
        _lookup = _indexes.GetAlternateLookup<ReadOnlySpan<byte>>();
        Clear();
    }

    public IReadOnlyList<LabelSpelling> Spellings => _spellings;

    /// <summary>The index of a label that is one ASCII letter or digit, if it was seen before; otherwise -1.</summary>
    public int FindOneByte(byte label) => label < _ofOneByte.Length ? _ofOneByte[label] : -1;

    /// <summary>The index of a label, adding it when it is new; -1 when it may not be a class.</summary>
    /// <param name="label">The label's bytes.</param>
    /// <param name="isQuoted">Quoted, a word that means missing is a name.</param>
    /// <param name="closed">The classes that may occur; null for any.</param>
    /// <param name="line">0-based line of the piece where the row starts.</param>
    /// <param name="offset">Offset in the piece where the row starts.</param>
    public int FindOrAdd(ReadOnlySpan<byte> label, bool isQuoted, ClosedClasses? closed, long line, int offset)
    {
        if (label.IsEmpty || (!isQuoted && NumberField.IsMissing(label)))
        {
            return -1;
        }

        if (_lookup.TryGetValue(label, out int index))
        {
            return index;
        }

        if (_spellings.Count == CountMax || !Utf8.IsValid(label))
        {
            return -1;
        }

        string text = System.Text.Encoding.UTF8.GetString(label);
        int closedIndex = closed?.Find(text) ?? -1;
        if (closed is not null && closedIndex < 0)
        {
            return -1;
        }

        index = _spellings.Count;
        _spellings.Add(new LabelSpelling(text, closedIndex, line, offset));
        _lookup[label] = index;
        if (label.Length == 1 && char.IsAsciiLetterOrDigit((char)label[0]))
        {
            _ofOneByte[label[0]] = index;
        }

        return index;
    }

    public void Clear()
    {
        _indexes.Clear();
        _spellings.Clear();
        _ofOneByte.AsSpan().Fill(-1);
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
