namespace TrainingContainer.Data;

/// <summary>The classes of a channel, collected by several threads while they read it, so in any order; ordered at the end.</summary>
internal sealed class FoundClasses
{
    private readonly object _gate = new();
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>Classes found so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _names.Count;
            }
        }
    }

    /// <summary>The preliminary index of a class; -1 when there are more than <see cref="LabelSpellings.CountMax"/>.</summary>
    public int FindOrAdd(string name)
    {
        lock (_gate)
        {
            if (_indexes.TryGetValue(name, out int index))
            {
                return index;
            }

            if (_names.Count == LabelSpellings.CountMax)
            {
                return -1;
            }

            _indexes.Add(name, _names.Count);
            _names.Add(name);
            return _names.Count - 1;
        }
    }

    /// <summary>The classes of the given rows, in the order of <see cref="Table.Classes"/>. Threads may have been ahead of these rows: what they found there does not count.</summary>
    /// <param name="indexes">Preliminary indexes; becomes indexes into the result.</param>
    public IReadOnlyList<string> Order(Span<int> indexes)
    {
        lock (_gate)
        {
            var catalog = new ClassCatalog(null);
            var places = new int[_names.Count];
            foreach (ref int index in indexes)
            {
                ref int place = ref places[index];
                place = place == 0 ? catalog.FindOrAdd(new LabelSpelling(_names[index], -1, 0, 0), DataPlace.InRecord, inFirstRow: false) + 1 : place;
                index = place - 1;
            }

            IReadOnlyList<string> names = catalog.Order(new long[LabelSpellings.CountMax], 0, out int[] classOf);
            foreach (ref int index in indexes)
            {
                index = classOf[index];
            }

            return names;
        }
    }
}
