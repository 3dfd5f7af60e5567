namespace TrainingContainer.Data;

/// <summary>A record's label as it was found: a number, the UTF-8 bytes of a class name, or none.</summary>
public ref struct RecordLabel
{
    /// <summary>What was found. Default: none.</summary>
    public LabelKind Kind { get; private set; }

    /// <summary>The number, where <see cref="Kind"/> is Number: a value to predict, or a class that is a number.</summary>
    public double Number { get; private set; }

    /// <summary>The name, where <see cref="Kind"/> is Class: without quotes and escapes, perhaps not valid UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Sets a number.</summary>
    public void SetNumber(double number)
    {
        Kind = LabelKind.Number;
        Number = number;
    }

    /// <summary>Sets a class name.</summary>
    /// <param name="name">Its bytes, not copied.</param>
    public void SetName(ReadOnlySpan<byte> name)
    {
        Kind = LabelKind.Class;
        Name = name;
    }
}
