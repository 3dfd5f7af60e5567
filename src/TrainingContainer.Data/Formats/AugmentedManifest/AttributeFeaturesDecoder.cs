namespace TrainingContainer.Data;

/// <summary>Decodes the attribute that holds the features: an image or a JSON array of numbers.</summary>
/// <param name="options">The images' shape.</param>
internal sealed class AttributeFeaturesDecoder(RecordOptions options) : IRecordDecoder
{
    private readonly ImageDecoder? _image = options.ImageShape is { } shape ? new ImageDecoder(shape) : null;
    private readonly JsonLinesDecoder _vector = Vector(options);

    /// <summary>Whether the bytes start like features that are no image.</summary>
    public static bool IsVector(ReadOnlySpan<byte> record) => record is [(byte)'[' or (byte)'{', ..];

    /// <summary>A decoder of features that are no image.</summary>
    public static JsonLinesDecoder Vector(RecordOptions options) => new(options with { LabelKind = LabelKind.None });

    public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label) =>
        IsVector(record) ? _vector.Decode(record, features, ref label)
        : !ImageDecoder.IsImage(record) ? RecordFault.AttributeNotFeatures(record)
        : _image is null ? RecordFault.ImageShapeMissing()
        : _image.Decode(record, features);
}
