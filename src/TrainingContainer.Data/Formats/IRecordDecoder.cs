namespace TrainingContainer.Data;

/// <summary>Turns records into rows. Used by one thread; allocates nothing per record in steady state.</summary>
public interface IRecordDecoder
{
    /// <summary>Says which file the next records come from, where a label depends on the file's name. Usually of no interest.</summary>
    /// <param name="file">Path relative to the channel's directory; null in a pipe.</param>
    void Enter(string? file)
    {
    }

    /// <summary>Decodes one record.</summary>
    /// <param name="record">Untrusted: any bytes.</param>
    /// <param name="features">Receives all features of the row as float32; NaN = missing. Holds an earlier row's values before.</param>
    /// <param name="label">Receives the label; none before. A name's bytes must stay valid until the next call.</param>
    /// <returns>
    /// Null, or what is wrong ("found …, expected …. Fix: …", after "column 3: " or the like where that helps; the caller puts the place
    /// before it).
    /// </returns>
    string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label);
}
