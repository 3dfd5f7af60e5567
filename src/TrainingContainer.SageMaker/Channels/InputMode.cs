namespace TrainingContainer.SageMaker;

/// <summary>How a channel's data reaches the container.</summary>
public enum InputMode
{
    /// <summary>Downloaded before the container starts.</summary>
    File,

    /// <summary>A read-only directory whose files are fetched as they are read. Newer services announce it as File.</summary>
    FastFile,

    /// <summary>A FIFO per epoch: <c>&lt;channel&gt;_0</c>, <c>&lt;channel&gt;_1</c> …</summary>
    Pipe,
}
