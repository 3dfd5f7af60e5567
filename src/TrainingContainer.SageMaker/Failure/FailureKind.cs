namespace TrainingContainer.SageMaker;

/// <summary>Every way in which a job can fail; <see cref="FailureTaxonomy"/> says what each means.</summary>
public enum FailureKind
{
    /// <summary>The request is wrong: hyperparameters, channels, config files, or settings with which training diverges.</summary>
    UserError,

    /// <summary>The rows of a channel are not what they should be.</summary>
    DataError,

    /// <summary>The memory of the host or of the GPU does not suffice.</summary>
    OutOfMemory,

    /// <summary>CUDA, or a library on top of it, failed.</summary>
    CudaError,

    /// <summary>Something cannot be read or written.</summary>
    InputOutput,

    /// <summary>Anything else: a mistake of this program, or of code that it loaded.</summary>
    Internal,

    /// <summary>The process ended without a word: killed from outside, or crashed in native code.</summary>
    Killed,
}
