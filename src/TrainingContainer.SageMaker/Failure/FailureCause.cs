using System.Reflection;

namespace TrainingContainer.SageMaker;

/// <summary>Finds the exception that tells most, and says it in words that a user of SageMaker can act on.</summary>
internal static class FailureCause
{
    private const int ChainLengthMax = 16;

    // errno values of Linux, which .NET puts into HResult.
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;
    private const string WritablePlaces = "/opt/ml/model, /opt/ml/output, /opt/ml/checkpoints or /tmp";

    /// <summary>The exception and its inner ones, outermost first, without wrappers that only say that there is an inner one.</summary>
    public static List<Exception> ChainOf(Exception exception)
    {
        var chain = new List<Exception>();
        for (var next = exception; next is not null && chain.Count < ChainLengthMax;)
        {
            var inner = next is AggregateException aggregate ? aggregate.Flatten().InnerExceptions.FirstOrDefault() : next.InnerException;
            var isWrapper = next is AggregateException or TargetInvocationException or TypeInitializationException;
            if (!isWrapper || inner is null) chain.Add(next);
            next = inner;
        }

        return chain;
    }

    /// <summary>The innermost exception that has an explanation, else the innermost one.</summary>
    public static Exception Of(List<Exception> chain) =>
        chain.LastOrDefault(link => Prefix(link) is not null || link is JobInputException) ?? chain[^1];

    /// <summary>
    /// The exception's message with what it means, and its type where the message was not written for this container's users.
    /// </summary>
    public static string Explain(Exception cause)
    {
        var message = Message(cause);
        if (Prefix(cause) is { } explained) return Joined(explained.Meaning, message, explained.Fix);
        var isOurs = cause.GetType().Namespace?.StartsWith(nameof(TrainingContainer), StringComparison.Ordinal) == true;
        return isOurs && message.Length > 0 ? message : Joined(cause.GetType().Name, message, null);
    }

    /// <summary>The message; empty when reading it throws.</summary>
    public static string Message(Exception exception)
    {
        try
        {
            return exception is JobInputException input ? input.Mistakes[0].ToString() : exception.Message ?? "";
        }
        catch (Exception)
        {
            return "";
        }
    }

    private static (string Meaning, string Fix)? Prefix(Exception exception) => exception switch
    {
        IOException { HResult: NoSpace or QuotaExceeded }
            => ("No space left on device", "give the job a larger VolumeSizeInGB, or write less"),
        IOException { HResult: ReadOnlyFileSystem } => ("Read-only file system", $"write under {WritablePlaces}"),
        UnauthorizedAccessException => ("No permission", "run the container as root, as SageMaker expects"),
        OutOfMemoryException => ("Out of memory on the host", "use an instance with more memory, or less data"),
        _ when Message(exception) is var message && message.Contains("CUDA") && message.Contains("out of memory")
            => ("Out of GPU memory", "use a smaller batch, a smaller model, or an instance with more GPU memory"),
        _ => null,
    };

    private static string Joined(string meaning, string message, string? fix)
    {
        message = message.Trim();
        var text = message.Length == 0 ? meaning
            : message.StartsWith(meaning, StringComparison.OrdinalIgnoreCase) ? message
            : $"{meaning}: {message}";
        return fix is null ? text : $"{text.TrimEnd('.')}. Fix: {fix}";
    }
}
