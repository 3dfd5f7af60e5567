namespace TrainingContainer.SageMaker;

/// <summary>The URI of the image that holds the algorithm, as the API takes it.</summary>
public static class TrainingImage
{
    /// <summary>Stands for the URI until somebody knows it; the API's pattern lets it pass, and a person sees what is missing.</summary>
    public const string Placeholder = "ACCOUNT.dkr.ecr.REGION.amazonaws.com/training-container:TAG";

    /// <summary>The longest URI that the API allows, in characters.</summary>
    public const int LengthMax = 255;

    /// <summary>Whether the API takes it: 1 to 255 characters without blanks.</summary>
    public static bool IsValid(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.Length is > 0 and <= LengthMax && !uri.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
    }
}
