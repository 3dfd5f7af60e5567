namespace TrainingContainer.SageMaker;

/// <summary>The API's rule for the names of channels.</summary>
internal static class ChannelName
{
    private const int LengthMax = 64;

    /// <summary>1 to 64 of the characters A-Z, a-z, 0-9, dot, dash and underscore; never one that leaves the data directory.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= LengthMax && name is not ("." or "..")
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
