namespace TrainingContainer.Data;

/// <summary>What an <see cref="IRecordFraming"/> found at the start of the unread bytes: a record, something to pass over, or too few bytes to tell.</summary>
public readonly record struct Frame
{
    private Frame(int consumed, int start, int length)
    {
        Consumed = consumed;
        Start = start;
        Length = length;
    }

    /// <summary>More bytes are needed: call again with the same ones and what follows them. The default value.</summary>
    public static Frame Incomplete => default;

    /// <summary>Bytes that are done with; 0 = more are needed.</summary>
    public int Consumed { get; }

    /// <summary>Where the record starts in the unread bytes.</summary>
    public int Start { get; }

    /// <summary>The record's bytes, within <see cref="Consumed"/>; -1 when there is no record.</summary>
    public int Length { get; }

    /// <summary>Whether there is a record (which may be empty).</summary>
    public bool HasRecord => Consumed > 0 && Length >= 0;

    /// <summary>A record.</summary>
    /// <param name="start">Where it starts in the unread bytes, e.g. after a header.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="consumed">Bytes up to where the next record is looked for: padding and line ends included, at least 1.</param>
    public static Frame Record(int start, int length, int consumed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfLessThan(consumed, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)start + length, consumed, nameof(length));
        return new Frame(consumed, start, length);
    }

    /// <summary>Bytes that are no record, such as a blank line.</summary>
    /// <param name="consumed">How many, at least 1.</param>
    public static Frame Skip(int consumed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(consumed, 1);
        return new Frame(consumed, 0, -1);
    }
}
