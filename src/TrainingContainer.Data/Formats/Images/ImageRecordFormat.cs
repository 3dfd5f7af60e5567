namespace TrainingContainer.Data;

/// <summary><c>application/x-recordio</c>: JPEG or PNG images with a label each, as MXNet's im2rec packs them. Needs <see cref="RecordOptions.ImageShape"/>.</summary>
public sealed class ImageRecordFormat : RecordFormat
{
    /// <inheritdoc/>
    public override string MediaType => "application/x-recordio";

    /// <inheritdoc/>
    public override IRecordFraming Framing(RecordOptions options) => new RecordIoFraming(options.RecordLengthMax);

    /// <inheritdoc/>
    public override IRecordDecoder Decoder(RecordOptions options, int featureCount) => new RecordIoDecoder(new ImageRecordDecoder(options));

    /// <inheritdoc/>
    public override string? Inspect(ReadOnlySpan<byte> record, RecordOptions options, int? expectedFeatures, out int featureCount) =>
        ImageFormat.Inspect(options, expectedFeatures, out featureCount);
}
