namespace TrainingContainer.Data;

/// <summary>The classes of a channel as they come, and their order at the end.</summary>
internal sealed class ClassCatalog(ClosedClasses? closed)
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<(string Name, DataPlace First, bool InFirstRow)> _spellings = [];

    /// <summary>The index of a label's spelling, adding it when it is new; -1 when there are too many.</summary>
    /// <param name="spelling">The label.</param>
    /// <param name="first">Where it was seen.</param>
    /// <param name="inFirstRow">Whether that is a file's first row.</param>
    public int FindOrAdd(LabelSpelling spelling, DataPlace first, bool inFirstRow)
    {
        if (closed is not null)
        {
            return spelling.ClosedIndex;
        }

        if (_indexes.TryGetValue(spelling.Text, out int index))
        {
            return index;
        }

        if (_spellings.Count == LabelSpellings.CountMax)
        {
            return -1;
        }

        _indexes.Add(spelling.Text, _spellings.Count);
        _spellings.Add((spelling.Text, first, inFirstRow));
        return _spellings.Count - 1;
    }

    /// <summary>Orders the classes.</summary>
    /// <param name="counts">Rows of each spelling.</param>
    /// <param name="files">Files that were read.</param>
    /// <param name="classOf">The class of each spelling.</param>
    /// <exception cref="DataException">All classes are numbers but one that only occurs in first rows: a header.</exception>
    public IReadOnlyList<string> Order(ReadOnlySpan<long> counts, int files, out int[] classOf)
    {
        if (closed is not null)
        {
            classOf = [.. Enumerable.Range(0, closed.Names.Count)];
            return closed.Names;
        }

        var numbers = new double[_spellings.Count];
        int words = 0;
        int word = -1;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!ClassName.IsNumber(_spellings[i].Name, out numbers[i]))
            {
                words++;
                word = i;
            }
        }

        if (words == 1 && numbers.Length > 1 && counts[word] <= files && _spellings[word].InFirstRow)
        {
            throw DataError.HeaderFound(_spellings[word].First, System.Text.Encoding.UTF8.GetBytes(_spellings[word].Name));
        }

        string[] names = words > 0
            ? [.. _indexes.Keys.Order(StringComparer.Ordinal)]
            : [.. numbers.Distinct().Order().Select(ClassName.Spell)];
        var positions = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        classOf = [.. _spellings.Select((spelling, i) => positions[words > 0 ? spelling.Name : ClassName.Spell(numbers[i])])];
        return names;
    }
}
