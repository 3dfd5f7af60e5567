using System.Text;

namespace TrainingContainer.Data;

/// <summary>Makes a record's label a number: the class's index or the value itself. One per thread; allocates only for spellings that are new to it.</summary>
internal sealed class LabelReader
{
    private const int SmallNumbers = 1 << 10;

    private readonly LabelKind _kind;
    private readonly ClosedClasses _classes;
    private readonly FoundClasses? _found;
    private readonly LabelSpellings _spellings = new();
    private readonly List<int> _indexOfSpelling = [];
    private readonly int[] _ofSmallNumber;

    /// <param name="kind">What is wanted.</param>
    /// <param name="classes">The classes that may occur, unless any may.</param>
    /// <param name="found">Collects the classes where any may occur; null otherwise.</param>
    public LabelReader(LabelKind kind, IReadOnlyList<string> classes, FoundClasses? found)
    {
        _kind = kind;
        _found = found;
        _classes = new ClosedClasses(classes);
        _ofSmallNumber = [.. Enumerable.Range(0, kind == LabelKind.Class ? SmallNumbers : 0).Select(number => _classes.Find(ClassName.Spell(number)))];
    }

    /// <summary>Reads a label.</summary>
    /// <param name="label">As it was found.</param>
    /// <param name="value">The index or the number; 0 where no label is wanted.</param>
    /// <returns>Null, or what is wrong with it.</returns>
    public string? Read(RecordLabel label, out float value)
    {
        value = 0;
        switch (_kind, label.Kind)
        {
            case (LabelKind.None, _):
                return null;
            case (_, LabelKind.None):
                return CsvDecoder.Words(DataError.LabelMissing(DataPlace.InRecord, []));
            case (LabelKind.Class, LabelKind.Class):
                return ReadName(label.Name, out value);
            case (LabelKind.Class, LabelKind.Number):
                int number = label.Number is >= 0 and < SmallNumbers ? (int)label.Number : -1;
                if (number < 0 || number != label.Number || _ofSmallNumber[number] < 0)
                {
                    return ReadName(Encoding.UTF8.GetBytes(ClassName.Spell(label.Number)), out value);
                }

                value = _ofSmallNumber[number];
                return null;
            case (LabelKind.Number, LabelKind.Number):
                value = (float)label.Number;
                return float.IsFinite(value) ? null
                    : CsvDecoder.Words(DataError.Infinite(DataPlace.InRecord, Encoding.UTF8.GetBytes(ClassName.Spell(label.Number))));
            default:
                return CsvDecoder.Words(DataError.LabelNotNumber(DataPlace.InRecord, label.Name));
        }
    }

    private string? ReadName(ReadOnlySpan<byte> name, out float value)
    {
        value = 0;
        int spelling = name.Length == 1 ? _spellings.FindOneByte(name[0]) : -1;
        if (spelling < 0)
        {
            spelling = _spellings.FindOrAdd(name, isQuoted: true, _found is null ? _classes : null, 0, 0);
        }

        if (spelling == _indexOfSpelling.Count)
        {
            LabelSpelling added = _spellings.Spellings[spelling];
            _indexOfSpelling.Add(_found is null ? added.ClosedIndex : _found.FindOrAdd(added.Text));
        }

        if (spelling >= 0 && _indexOfSpelling[spelling] >= 0)
        {
            value = _indexOfSpelling[spelling];
            return null;
        }

        return CsvDecoder.Words(name.IsEmpty ? DataError.LabelMissing(DataPlace.InRecord, name)
            : !System.Text.Unicode.Utf8.IsValid(name) ? DataError.LabelNotUtf8(DataPlace.InRecord, name)
            : _found is not null ? DataError.TooManyClasses(DataPlace.InRecord, LabelSpellings.CountMax)
            : DataError.LabelUnknown(DataPlace.InRecord, name, _classes.Names));
    }
}
