namespace TrainingContainer.Data;

/// <summary>Decodes rows of LIBSVM text.</summary>
/// <param name="labelKind">What the label holds. Without labels, a row may have one all the same.</param>
internal sealed class LibSvmDecoder(LabelKind labelKind) : IRecordDecoder
{
    private readonly PaddedText _text = new();

    public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
    {
        features.Clear();
        var tokens = new LibSvmTokens(_text.Copy(record));
        bool isThere = tokens.Next();
        bool hasLabel = isThere && !tokens.Token.Contains((byte)':');
        if (!hasLabel && labelKind != LabelKind.None)
        {
            return !isThere ? RecordFault.LabelMissing() : RecordFault.LibSvmToken(tokens.Token, "a label");
        }

        if (hasLabel)
        {
            if (labelKind != LabelKind.None && ReadLabel(tokens.Token, ref label) is string labelFault)
            {
                return labelFault;
            }

            isThere = tokens.Next();
        }

        if (isThere && tokens.IsQueryId)
        {
            isThere = tokens.Next();
        }

        return ReadFeatures(ref tokens, isThere, features);
    }

    private static string? ReadFeatures(ref LibSvmTokens tokens, bool isThere, Span<float> features)
    {
        int before = -1;
        for (; isThere; isThere = tokens.Next())
        {
            ReadOnlySpan<byte> token = tokens.Token;
            if (LibSvmTokens.ReadIndex(token, out int index, out int valueStart) is string fault)
            {
                return fault;
            }

            if (index >= features.Length || index <= before)
            {
                return index <= before ? RecordFault.LibSvmOrder(index, before) : RecordFault.LibSvmIndex(index, features.Length);
            }

            switch (Read(token[valueStart..], out features[index]))
            {
                case NumberFieldKind.Text:
                    return RecordFault.LibSvmToken(token, "index:value with a number as value");
                case NumberFieldKind.Infinite:
                    return RecordFault.Infinite(index);
                case NumberFieldKind.Missing when token.Length == valueStart:
                    return RecordFault.LibSvmToken(token, "index:value with a value");
                default:
                    before = index;
                    break;
            }
        }

        return null;
    }

    private static string? ReadLabel(ReadOnlySpan<byte> token, ref RecordLabel label)
    {
        if (NumberField.Read(token, out _) != NumberFieldKind.Number || !double.TryParse(token, System.Globalization.CultureInfo.InvariantCulture, out double number))
        {
            return NumberField.IsMissing(token) ? RecordFault.LabelMissing() : RecordFault.LibSvmToken(token, "a number as label");
        }

        label.SetNumber(number);
        return null;
    }

    private static NumberFieldKind Read(ReadOnlySpan<byte> text, out float value) =>
        PaddedText.TryRead(text, out value) ? NumberFieldKind.Number : NumberField.Read(text, out value);
}
