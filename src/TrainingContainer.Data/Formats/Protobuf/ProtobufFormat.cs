namespace TrainingContainer.Data;

/// <summary>
/// <c>application/x-recordio-protobuf</c>: SageMaker's <c>Record</c> in RecordIO. The features are the tensor under the key "values", or under the
/// only key; the label likewise, a tensor of one number. Tensors are float32, float64 or int32, dense or sparse (keys and shape); what a sparse
/// tensor leaves out is 0.
/// </summary>
public sealed class ProtobufFormat : RecordFormat
{
    /// <inheritdoc/>
    public override string MediaType => "application/x-recordio-protobuf";

    /// <inheritdoc/>
    public override IRecordFraming Framing(RecordOptions options) => new RecordIoFraming(options.RecordLengthMax);

    /// <inheritdoc/>
    public override IRecordDecoder Decoder(RecordOptions options, int featureCount)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RecordIoDecoder(new ProtobufDecoder(options.LabelKind), ProtobufReader.IsWellFormed);
    }

    /// <inheritdoc/>
    public override string? Inspect(ReadOnlySpan<byte> record, RecordOptions options, int? expectedFeatures, out int featureCount)
    {
        featureCount = 0;
        var measure = new ProtobufMeasure();
        RecordLabel label = default;
        string? fault = new RecordIoDecoder(measure).Decode(record, default, ref label);
        if (fault is not null)
        {
            return fault;
        }

        featureCount = (int)Math.Min(measure.Size, int.MaxValue);
        return RecordFault.FeatureCount(measure.Size, expectedFeatures);
    }

    /// <summary>Looks how many features a record has instead of taking them.</summary>
    private sealed class ProtobufMeasure : IRecordDecoder
    {
        public long Size { get; private set; }

        public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
        {
            string? fault = ProtobufDecoder.Measure(record, out long size);
            Size = size;
            return fault;
        }
    }
}
