namespace TrainingContainer.Data;

/// <summary>Decodes a row of an augmented manifest: a group of RecordIO records, one for each attribute.</summary>
/// <param name="options">What the label holds, and the images' shape.</param>
/// <param name="featuresAttribute">Which record of a group holds the features, from 0, and the attribute's name.</param>
/// <param name="labelAttribute">Which one holds the label; null when none does.</param>
internal sealed class AugmentedManifestDecoder(RecordOptions options, (int Index, string Name) featuresAttribute, (int Index, string Name)? labelAttribute) : IRecordDecoder
{
    private readonly RecordIoDecoder _features = new(new AttributeFeaturesDecoder(options));
    private readonly RecordIoDecoder _label = new(new AttributeLabelDecoder(options.LabelKind));

    public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
    {
        if (_features.Decode(Attribute(record, featuresAttribute.Index), features, ref label) is string fault)
        {
            return RecordFault.Attribute(featuresAttribute.Name, fault);
        }

        if (options.LabelKind == LabelKind.None)
        {
            return null;
        }

        if (labelAttribute is not var (index, name))
        {
            return RecordFault.LabelMissing();
        }

        return _label.Decode(Attribute(record, index), default, ref label) is string labelFault ? RecordFault.Attribute(name, labelFault) : null;
    }

    /// <summary>One record of a group that <see cref="RecordIoFraming"/> has found, and what follows it; the rest of a group that is not well framed.</summary>
    public static ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> group, int index)
    {
        while (index-- > 0 && RecordIo.Measure(group, isLast: true, int.MaxValue, out int length) is null)
        {
            group = group[(int)Math.Min(RecordIo.Padded(length), group.Length)..];
        }

        return group;
    }
}
