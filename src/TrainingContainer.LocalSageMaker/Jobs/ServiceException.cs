namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>One of the API's errors.</summary>
/// <param name="code">ResourceInUse, ResourceNotFound or ValidationException.</param>
/// <param name="message">What is wrong.</param>
internal sealed class ServiceException(string code, string message) : Exception(message)
{
    /// <summary>The error's name in the API.</summary>
    public string Code { get; } = code;
}
