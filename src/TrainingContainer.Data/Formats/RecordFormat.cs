namespace TrainingContainer.Data;

/// <summary>A content type whose data is a sequence of records: how they are framed, decoded, and how many features they have.</summary>
public abstract class RecordFormat
{
    /// <summary>For example <c>text/csv</c>.</summary>
    public abstract string MediaType { get; }

    /// <summary>
    /// Whether only all records together tell how many features there are. Then <see cref="Inspect"/> gives what one record needs at least, and the
    /// largest of them is the number.
    /// </summary>
    public virtual bool IsWidthOfAll => false;

    /// <summary>Besides the media type, what the rows depend on that this object was made with.</summary>
    internal virtual string Settings => "";

    /// <summary>The format of a content type.</summary>
    /// <param name="mediaType">In lower case, without parameters.</param>
    /// <param name="parameters">The content type's parameters, names in lower case.</param>
    /// <returns>Null when it is not supported.</returns>
    public static RecordFormat? For(string mediaType, IReadOnlyDictionary<string, string> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return mediaType switch
        {
            "text/csv" => new CsvFormat(),
            "text/libsvm" or "text/x-libsvm" => new LibSvmFormat(),
            "application/jsonlines" or "application/x-jsonlines" => new JsonLinesFormat(),
            "application/x-recordio" => new ImageRecordFormat(),
            "application/x-image" or "image/jpeg" or "image/png" => new ImageFormat(),
            "application/x-recordio-protobuf" => new ProtobufFormat(),
            _ => null,
        };
    }

    /// <summary>A framing for one stream (one file, or one pipe).</summary>
    /// <param name="options">How long a record may be.</param>
    public abstract IRecordFraming Framing(RecordOptions options);

    /// <summary>A decoder for one thread.</summary>
    /// <param name="options">What to make of a record.</param>
    /// <param name="featureCount">Features that every record must have, at least 1.</param>
    public abstract IRecordDecoder Decoder(RecordOptions options, int featureCount);

    /// <summary>
    /// Looks at the first record of a stream or file: how many features it has, and whether it shows that the data is something else (a header,
    /// another format). It is decoded afterwards as all others are.
    /// </summary>
    /// <param name="record">The first record.</param>
    /// <param name="options">What to make of a record.</param>
    /// <param name="expectedFeatures">How many features it must have, if that is known.</param>
    /// <param name="featureCount">How many it has, at least 1; without meaning after an error.</param>
    /// <returns>Null, or what is wrong, as <see cref="IRecordDecoder.Decode"/> says it.</returns>
    public abstract string? Inspect(ReadOnlySpan<byte> record, RecordOptions options, int? expectedFeatures, out int featureCount);
}
