namespace TrainingContainer.SageMaker;

/// <summary>The API's rule for descriptions: letters, marks, separators, symbols, numbers and punctuation, no control characters.</summary>
internal static class EntityDescription
{
    /// <summary>The longest description that the API allows, in characters.</summary>
    public const int LengthMax = 1024;

    /// <summary>A documentation text without its Markdown, on one line, cut where the API would refuse it.</summary>
    public static string Of(string help)
    {
        var text = Shown.OneLine(help.Replace("`", "")).Trim();
        return text.Length <= LengthMax ? text : Shown.Cut(text, LengthMax - 1) + "…";
    }
}
