namespace TrainingContainer.Data;

/// <summary>
/// <c>application/jsonlines</c>: a JSON value on every line, in one of these forms; null is a missing number, fields that are not named here are
/// passed over.
/// <code>
/// [label, number, …]                                    the label where the label column says, as in CSV
/// {"features": [number, …], "label": number or name}
/// {"data": {"features": {"values": [number, …]}, "label": …}}              AWS, "Common data formats for inference"
/// {"data": {"features": {"keys": [index, …], "shape": [count], "values": [number, …]}}}   sparse: the rest is 0
/// </code>
/// </summary>
public sealed class JsonLinesFormat : RecordFormat
{
    /// <inheritdoc/>
    public override string MediaType => "application/jsonlines";

    /// <inheritdoc/>
    public override IRecordFraming Framing(RecordOptions options) => new LineFraming();

    /// <inheritdoc/>
    public override IRecordDecoder Decoder(RecordOptions options, int featureCount) => new JsonLinesDecoder(options);

    /// <inheritdoc/>
    public override string? Inspect(ReadOnlySpan<byte> record, RecordOptions options, int? expectedFeatures, out int featureCount)
    {
        string? fault = new JsonLinesDecoder(options).Measure(record, out long size);
        featureCount = (int)Math.Min(size, int.MaxValue);
        return fault ?? RecordFault.FeatureCount(size, expectedFeatures);
    }
}
