namespace TrainingContainer.Training;

/// <summary>What CloudWatch takes as a namespace.</summary>
/// <remarks>Sources: the type Namespace of the CloudWatch API, and the user guide's page "Metrics concepts".</remarks>
public static class CloudWatchNamespace
{
    /// <summary>The longest, in characters.</summary>
    public const int LengthMax = 255;

    /// <summary>The rule, for people.</summary>
    public const string Allowed = "1 to 255 letters, digits or . - _ / # :, beginning with neither : nor AWS/";

    /// <summary>Whether it keeps to the rule. What begins with AWS/ belongs to the services.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= LengthMax && text[0] != ':' && !text.StartsWith("AWS/", StringComparison.OrdinalIgnoreCase)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or '#' or ':');
}
