using System.Collections.Frozen;

namespace TrainingContainer.SageMaker;

/// <summary>Says of any exception which kind of failure it is. This is the only place that decides it.</summary>
/// <param name="known">
/// The kinds of exception types that this room does not know, such as those of the data reader. Derived types count as well.
/// </param>
public sealed class FailureClassifier(IReadOnlyDictionary<Type, FailureKind> known)
{
    // errno of Linux, which .NET puts into HResult.
    private const int NoMemory = 12;

    // What libtorch, cuDNN and the C++ library say; "enforce fail" is the CPU allocator's own word for it.
    private static readonly string[] OutOfMemoryWords =
        ["out of memory", "can't allocate memory", "cannot allocate memory", "not enough memory", "bad_alloc", "_ALLOC_FAILED"];

    private static readonly string[] CudaWords =
        ["CUDA error", "CUDA driver", "CUDA runtime", "CUDA kernel", "cuDNN error", "CUDNN_STATUS", "CUBLAS_STATUS", "CUSOLVER_STATUS", "cudaError", "NCCL error"];

    private readonly FrozenDictionary<Type, FailureKind> _known = known.ToFrozenDictionary();

    /// <summary>A classifier that knows the exceptions of .NET, of libtorch and of this room only.</summary>
    public static FailureClassifier Default { get; } = new(FrozenDictionary<Type, FailureKind>.Empty);

    /// <summary>The kind of the exception's cause: of the innermost one that says something, else <see cref="FailureKind.Internal"/>.</summary>
    public FailureKind KindOf(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return FailureCause.Of(FailureCause.ChainOf(exception), this) is { } cause ? KindOfLink(cause) ?? FailureKind.Internal : FailureKind.Internal;
    }

    /// <summary>The kind of this exception alone, without its inner ones; null when it says nothing.</summary>
    internal FailureKind? KindOfLink(Exception link)
    {
        for (var type = link.GetType(); type is not null; type = type.BaseType)
            if (_known.TryGetValue(type, out var kind)) return kind;
        return link switch
        {
            JobInputException input => input.Kind,
            OutOfMemoryException or InsufficientMemoryException or IOException { HResult: NoMemory } => FailureKind.OutOfMemory,
            IOException or UnauthorizedAccessException => FailureKind.InputOutput,
            BatchMemoryException => null,
            _ when FailureCause.Message(link) is var message && Says(message, OutOfMemoryWords) => FailureKind.OutOfMemory,
            _ when FailureCause.Message(link) is var message && Says(message, CudaWords) => FailureKind.CudaError,
            _ => null,
        };
    }

    private static bool Says(string message, string[] words) =>
        words.Any(word => message.Contains(word, StringComparison.OrdinalIgnoreCase));
}
