namespace TrainingContainer.Data;

/// <summary>
/// Decodes SageMaker's <c>Record</c> (package aialgs.data; AWS, "Common data formats for training") straight from its bytes: fields that it does
/// not know are passed over, and nothing is allocated.
/// </summary>
/// <param name="labelKind">What the label holds.</param>
internal sealed class ProtobufDecoder(LabelKind labelKind) : IRecordDecoder
{
    private const int FeaturesField = 1;
    private const int LabelField = 2;

    public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
    {
        string? fault = Find(record, out RecordMap featureMap, out RecordMap labelMap) ?? featureMap.Find("features", out RecordTensor tensor) ?? tensor.Read(features);
        return fault ?? (labelKind == LabelKind.None ? null : ReadLabel(labelMap, ref label));
    }

    /// <summary>How many features a record has.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Measure(ReadOnlySpan<byte> record, out long size)
    {
        size = 0;
        return Find(record, out RecordMap features, out _) ?? features.Find("features", out RecordTensor tensor) ?? tensor.Measure(out size);
    }

    private static string? ReadLabel(RecordMap map, ref RecordLabel label)
    {
        if (map.Count == 0)
        {
            return RecordFault.LabelMissing();
        }

        double number = 0;
        string? fault = map.Find("label", out RecordTensor tensor) ?? tensor.ReadOne(out number);
        if (fault is null && !double.IsFinite(number))
        {
            fault = RecordFault.LabelNotFinite(number);
        }

        if (fault is null)
        {
            label.SetNumber(number);
        }

        return fault;
    }

    private static string? Find(ReadOnlySpan<byte> record, out RecordMap features, out RecordMap label)
    {
        features = default;
        label = default;
        var fields = new ProtobufReader(record, 0);
        while (fields.Next())
        {
            if (fields.Type != WireType.Bytes || fields.Field is not (FeaturesField or LabelField))
            {
                continue;
            }

            int offset = fields.ValueOffset;
            if (!(fields.Field == FeaturesField ? features.Add(fields.Value, ref offset) : label.Add(fields.Value, ref offset)))
            {
                return RecordFault.Protobuf(offset);
            }
        }

        return fields.IsMalformed ? RecordFault.Protobuf(fields.Offset) : features.Count == 0 ? RecordFault.NoFeatures() : null;
    }
}
