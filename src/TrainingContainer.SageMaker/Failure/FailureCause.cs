using System.Reflection;

namespace TrainingContainer.SageMaker;

/// <summary>Finds the exception that tells most, and says it in words that a user of SageMaker can act on.</summary>
internal static class FailureCause
{
    private const int ChainLengthMax = 16;

    // What libtorch says can be pages long; the advice behind it must not be cut off.
    private const int ExplainedLengthMax = 500;

    // errno values of Linux, which .NET puts into HResult
    private const int ReadOnlyFileSystem = 30;
    private const int SystemFilesExhausted = 23;
    private const int FilesExhausted = 24;
    private const string WritablePlaces = "/opt/ml/model, /opt/ml/output, /opt/ml/checkpoints or /tmp";

    /// <summary>The exception and its inner ones, outermost first, without wrappers that only say that there is an inner one.</summary>
    public static List<Exception> ChainOf(Exception exception)
    {
        var chain = new List<Exception>();
        for (var next = exception; next is not null && chain.Count < ChainLengthMax;)
        {
            var inner = next is AggregateException aggregate ? aggregate.Flatten().InnerExceptions.FirstOrDefault() : next.InnerException;
            // what the system said, which the message around it says as well
            if (next is UnauthorizedAccessException && inner is IOException) inner = null;
            var isWrapper = next is AggregateException or TargetInvocationException or TypeInitializationException;
            if (!isWrapper || inner is null) chain.Add(next);
            next = inner;
        }

        return chain;
    }

    /// <summary>The innermost exception that is of a known kind, else the innermost one.</summary>
    public static Exception Of(List<Exception> chain, FailureClassifier classifier) =>
        chain.LastOrDefault(link => classifier.KindOfLink(link) is not null) ?? chain[^1];

    /// <summary>
    /// The exception's message with what it means, and its type where the message was not written for this container's users.
    /// </summary>
    public static string Explain(Exception cause, List<Exception> chain, FailureClassifier classifier, Redactor redactor)
    {
        if (cause is UnauthorizedAccessException denied)
        {
            var (what, fix) = NoPermission.Explain(denied);
            return $"No permission: {redactor.Redact(what)}. Fix: {redactor.Redact(fix)}";
        }

        var message = redactor.Redact(Message(cause));
        var batchSize = chain.OfType<BatchMemoryException>().Select(link => link.BatchSize).FirstOrDefault();
        if (Explanation(cause, classifier.KindOfLink(cause), batchSize) is { } explained)
            return Joined(explained.Meaning, message, explained.Fix);
        var isOurs = cause.GetType().Namespace?.StartsWith(nameof(TrainingContainer), StringComparison.Ordinal) == true;
        return isOurs && message.Length > 0 ? message : Joined(cause.GetType().Name, message, null);
    }

    /// <summary>Whether the text says all that there is to know of it, so that a stack trace would only hide it.</summary>
    public static bool IsToldInFull(Exception cause) =>
        cause is JobInputException or UnauthorizedAccessException
            or IOException { HResult: ReadOnlyFileSystem or FilesExhausted or SystemFilesExhausted } || DiskSpace.IsExhausted(cause);

    /// <summary>The message; empty when reading it throws.</summary>
    public static string Message(Exception exception)
    {
        try
        {
            return NativeStack.Without(exception is JobInputException input ? input.Mistakes[0].ToString() : exception.Message ?? "");
        }
        catch (Exception)
        {
            return "";
        }
    }

    private static (string Meaning, string Fix)? Explanation(Exception exception, FailureKind? kind, int batchSize) => exception switch
    {
        _ when DiskSpace.IsExhausted(exception)
            => ("No space left on device", "give the job a larger VolumeSizeInGB, or write less"),
        IOException { HResult: ReadOnlyFileSystem } => ("Read-only file system", $"mount it to be written as well, or write under {WritablePlaces}"),
        IOException { HResult: FilesExhausted or SystemFilesExhausted }
            => ("Too many open files", "raise the limit: ulimit -n 4096, or docker run --ulimit nofile=4096"),
        _ when kind is FailureKind.OutOfMemory => OutOfMemory(OfGpu(exception), batchSize),
        _ when kind is FailureKind.CudaError => ("CUDA error", FailureTaxonomy.Of(FailureKind.CudaError).WhatToDo),
        _ => null,
    };

    private static (string Meaning, string Fix) OutOfMemory(bool ofGpu, int batchSize)
    {
        var where = ofGpu ? "GPU memory" : "memory";
        var advice = batchSize > 0 ? $"{BatchMemoryException.Advice(batchSize)}, or an instance with more {where}"
            : ofGpu ? $"use a smaller batch, a smaller model, or an instance with more {where}"
            : "use an instance with more memory, or less data";
        return (ofGpu ? "Out of GPU memory" : "Out of memory on the host", advice);
    }

    private static bool OfGpu(Exception exception)
    {
        var message = Message(exception);
        return message.Contains("CUDA", StringComparison.Ordinal) || message.Contains("CUDNN_", StringComparison.Ordinal)
            || message.Contains("CUBLAS_", StringComparison.Ordinal);
    }

    private static string Joined(string meaning, string message, string? fix)
    {
        if (fix is not null)
        {
            message = message.Trim();
            message = message.Length <= ExplainedLengthMax ? message : Shown.Cut(message, ExplainedLengthMax) + "…";
        }

        message = message.Trim();
        var text = message.Length == 0 ? meaning
            : message.StartsWith(meaning, StringComparison.OrdinalIgnoreCase) ? message
            : $"{meaning}: {message}";
        return fix is null ? text : $"{text.TrimEnd('.')}. Fix: {fix}";
    }
}
