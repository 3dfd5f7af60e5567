namespace TrainingContainer.Data;

/// <summary>A given list of classes, to find labels in: by their exact text, or by their value where the list's class is a number.</summary>
internal sealed class ClosedClasses
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

    public ClosedClasses(IReadOnlyList<string> names)
    {
        Names = names;
        for (int i = 0; i < names.Count; i++)
        {
            _indexes.TryAdd(names[i], i);
        }
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The index of a label's class, or -1.</summary>
    public int Find(string label) =>
        _indexes.TryGetValue(label, out int index)
        || (ClassName.IsNumber(label, out double number) && _indexes.TryGetValue(ClassName.Spell(number), out index))
            ? index
            : -1;
}
