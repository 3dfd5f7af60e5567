namespace TrainingContainer.Data;

/// <summary>Labels that are written as text.</summary>
internal static class LabelText
{
    /// <summary>Takes a label: a class name as it is, or a number to predict.</summary>
    /// <param name="text">The label; must stay valid as long as the label is used.</param>
    /// <param name="kind">What labels are.</param>
    /// <param name="label">Receives it.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Read(ReadOnlySpan<byte> text, LabelKind kind, ref RecordLabel label)
    {
        if (text.IsEmpty)
        {
            return RecordFault.LabelMissing();
        }

        if (kind == LabelKind.Class)
        {
            label.SetName(text);
            return null;
        }

        if (NumberField.Read(text, out float number) != NumberFieldKind.Number)
        {
            return NumberField.IsMissing(text) ? RecordFault.LabelMissing() : RecordFault.LabelNotNumber(text);
        }

        label.SetNumber(number);
        return null;
    }
}
