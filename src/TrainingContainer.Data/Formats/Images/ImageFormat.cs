namespace TrainingContainer.Data;

/// <summary>
/// <c>application/x-image</c> (also image/jpeg and image/png): every file is an image. Its label is what <see cref="RecordOptions.ImageList"/> says, or the
/// name of the folder that it lies in (the first below the channel's directory). Needs <see cref="RecordOptions.ImageShape"/>.
/// </summary>
public sealed class ImageFormat : RecordFormat
{
    /// <inheritdoc/>
    public override string MediaType => "application/x-image";

    /// <inheritdoc/>
    public override IRecordFraming Framing(RecordOptions options) => new WholeFileFraming();

    /// <inheritdoc/>
    public override IRecordDecoder Decoder(RecordOptions options, int featureCount) => new ImageFileDecoder(options);

    /// <inheritdoc/>
    public override string? Inspect(ReadOnlySpan<byte> record, RecordOptions options, int? expectedFeatures, out int featureCount) =>
        Inspect(options, expectedFeatures, out featureCount);

    /// <summary>Of images the options alone say how many features they have.</summary>
    internal static string? Inspect(RecordOptions options, int? expectedFeatures, out int featureCount)
    {
        featureCount = options.ImageShape?.FeatureCount ?? 0;
        return options.ImageShape is null ? RecordFault.ImageShapeMissing() : RecordFault.FeatureCount(featureCount, expectedFeatures);
    }
}
