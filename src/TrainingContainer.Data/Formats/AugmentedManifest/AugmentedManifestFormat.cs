namespace TrainingContainer.Data;

/// <summary>
/// An augmented manifest, streamed with <c>RecordWrapperType</c> RecordIO: for every line of the manifest, every attribute is a record of its own, in the
/// order of <c>AttributeNames</c> (AWS, "Augmented manifest files for training jobs"). No record says which attribute it is, so a row is as many
/// records as there are names.
/// <para>
/// The features are an image (JPEG or PNG, scaled to <see cref="RecordOptions.ImageShape"/>) or a JSON array of numbers. The label is a number or a
/// name as JSON has it, with quotes or without. Other attributes are passed over.
/// </para>
/// </summary>
public sealed class AugmentedManifestFormat : RecordFormat
{
    private readonly int _count;
    private readonly (int Index, string Name) _features;
    private readonly (int Index, string Name)? _label;

    /// <summary>Makes the format of a channel.</summary>
    /// <param name="attributeNames">The channel's <c>AttributeNames</c>, 1 to 16.</param>
    /// <param name="featuresAttribute">Which one holds the features. Null: the first whose name ends in -ref, or else the first.</param>
    /// <param name="labelAttribute">Which one holds the label. Null: the first other one whose name does not end in -metadata.</param>
    /// <exception cref="ArgumentException">There are too many names or none, or an attribute is not among them.</exception>
    public AugmentedManifestFormat(IReadOnlyList<string> attributeNames, string? featuresAttribute = null, string? labelAttribute = null)
    {
        ArgumentNullException.ThrowIfNull(attributeNames);
        if (attributeNames.Count is < 1 or > AttributesMax)
        {
            throw new ArgumentException($"Found {attributeNames.Count} attribute names, expected 1 to {AttributesMax}.", nameof(attributeNames));
        }

        List<string> names = [.. attributeNames];
        _count = names.Count;
        int features = featuresAttribute is null ? Math.Max(0, names.FindIndex(name => name.EndsWith("-ref", StringComparison.Ordinal))) : Find(names, featuresAttribute);
        int label = labelAttribute is null
            ? names.FindIndex(name => name != names[features] && !name.EndsWith("-metadata", StringComparison.Ordinal))
            : Find(names, labelAttribute);
        _features = (features, names[features]);
        _label = label < 0 ? null : (label, names[label]);
    }

    /// <summary>Names that SageMaker allows.</summary>
    public const int AttributesMax = 16;

    /// <inheritdoc/>
    /// <remarks>That of the records' framing: it is the channel's source that makes an augmented manifest.</remarks>
    public override string MediaType => "application/x-recordio";

    /// <inheritdoc/>
    internal override string Settings => $"{_count} {_features} {_label}";

    /// <inheritdoc/>
    public override IRecordFraming Framing(RecordOptions options) => new RecordIoFraming(options.RecordLengthMax, _count);

    /// <inheritdoc/>
    public override IRecordDecoder Decoder(RecordOptions options, int featureCount)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new AugmentedManifestDecoder(options, _features, _label);
    }

    /// <inheritdoc/>
    public override string? Inspect(ReadOnlySpan<byte> record, RecordOptions options, int? expectedFeatures, out int featureCount)
    {
        var measure = new AttributeMeasure(options);
        RecordLabel label = default;
        string? fault = new RecordIoDecoder(measure).Decode(AugmentedManifestDecoder.Attribute(record, _features.Index), default, ref label);
        featureCount = (int)Math.Min(measure.Size, int.MaxValue);
        fault ??= RecordFault.FeatureCount(measure.Size, expectedFeatures);
        return fault is null ? null : RecordFault.Attribute(_features.Name, fault);
    }

    private static int Find(List<string> names, string name)
    {
        int index = names.IndexOf(name);
        return index >= 0 ? index : throw new ArgumentException($"Found the attribute \"{name}\", expected one of {string.Join(", ", names)}.");
    }

    /// <summary>Looks how many features an attribute has instead of taking them.</summary>
    private sealed class AttributeMeasure(RecordOptions options) : IRecordDecoder
    {
        public long Size { get; private set; }

        public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
        {
            if (AttributeFeaturesDecoder.IsVector(record))
            {
                string? fault = AttributeFeaturesDecoder.Vector(options).Measure(record, out long size);
                Size = size;
                return fault;
            }

            Size = options.ImageShape?.FeatureCount ?? 0;
            return !ImageDecoder.IsImage(record) ? RecordFault.AttributeNotFeatures(record) : Size == 0 ? RecordFault.ImageShapeMissing() : null;
        }
    }
}
