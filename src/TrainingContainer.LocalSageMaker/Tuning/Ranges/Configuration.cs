using System.Diagnostics.CodeAnalysis;

namespace TrainingContainer.LocalSageMaker;

/// <summary>Values of hyperparameters by name. Two are equal when they have the same values.</summary>
internal sealed class Configuration : IEquatable<Configuration>
{
    private readonly SortedDictionary<string, string> _values;

    /// <summary>A copy of the values.</summary>
    /// <param name="values">Each name once.</param>
    public Configuration(IEnumerable<KeyValuePair<string, string>> values)
    {
        _values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            _values.Add(name, value);
        }
    }

    /// <summary>The values by name, in the order of the names' characters.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The value of a hyperparameter.</summary>
    /// <param name="name">One that the configuration has.</param>
    public string this[string name] => _values[name];

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] Configuration? other) => other is not null && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Configuration);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (name, value) in _values)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>For example <c>batch_size=32 learning_rate=0.01</c>.</summary>
    public override string ToString() => string.Join(' ', _values.Select(pair => $"{pair.Key}={pair.Value}"));
}
