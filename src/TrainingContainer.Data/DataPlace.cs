namespace TrainingContainer.Data;

/// <summary>Where in a channel: what every message starts with.</summary>
/// <param name="Channel">The channel's name, if known.</param>
/// <param name="File">The file, relative to the channel's directory; null for the whole channel.</param>
/// <param name="Row">1-based line of the file; 0 for the whole file.</param>
/// <param name="Column">1-based column; 0 for the whole row.</param>
internal readonly record struct DataPlace(string? Channel, string? File = null, long Row = 0, int Column = 0)
{
    /// <summary>Somewhere in a record, whose own place the caller knows: an empty text, or the column.</summary>
    public static DataPlace InRecord { get; } = new(null) { IsInRecord = true };

    /// <summary>In Pipe mode, the 0-based epoch of this container; null otherwise.</summary>
    public long? Epoch { get; init; }

    /// <summary>1-based record of the file or pipe; 0 for the whole.</summary>
    public long Record { get; init; }

    /// <summary>Byte offset in the (decompressed) file or pipe; null for the whole.</summary>
    public long? Offset { get; init; }

    private bool IsInRecord { get; init; }

    public override string ToString()
    {
        var parts = new List<string>(4);
        if (Channel is not null)
        {
            parts.Add($"channel {Channel}");
        }

        if (File is not null)
        {
            parts.Add($"file {File}");
        }

        if (Epoch is not null)
        {
            parts.Add($"epoch {Epoch}");
        }

        if (Record > 0)
        {
            parts.Add($"record {Record}");
        }

        if (Offset is not null)
        {
            parts.Add($"byte offset {Offset}");
        }

        if (Row > 0 && !IsInRecord)
        {
            parts.Add($"row {Row}");
        }

        if (Column > 0)
        {
            parts.Add($"column {Column}");
        }

        return parts.Count == 0 && !IsInRecord ? "channel" : string.Join(", ", parts);
    }
}
