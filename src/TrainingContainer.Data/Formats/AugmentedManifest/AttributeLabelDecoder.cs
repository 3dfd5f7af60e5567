namespace TrainingContainer.Data;

/// <summary>Decodes the attribute that holds the label: a number or a name, as JSON text with quotes or without.</summary>
/// <param name="labelKind">What the label holds.</param>
internal sealed class AttributeLabelDecoder(LabelKind labelKind) : IRecordDecoder
{
    private const int NameLengthMax = 1024;

    public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
    {
        ReadOnlySpan<byte> text = record.Trim(" \t\r\n"u8);
        if (text is [(byte)'"', .., (byte)'"'])
        {
            text = text[1..^1];
        }

        return text is [(byte)'[' or (byte)'{', ..] || text.Length > NameLengthMax ? RecordFault.AttributeNotLabel(text)
            : text.SequenceEqual("null"u8) ? RecordFault.LabelMissing()
            : LabelText.Read(text, labelKind, ref label);
    }
}
