namespace TrainingContainer.SageMaker;

/// <summary>What a kind of failure means to whoever started the job.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">As shown to users, for example <c>out of memory</c>.</param>
/// <param name="ExitCode">The exit code of the process; null when the kernel chooses it (128 plus the signal's number).</param>
/// <param name="RetryCanHelp">Whether the same job, started again, may succeed.</param>
/// <param name="Meaning">What happened.</param>
/// <param name="WhatToDo">What a user does about it.</param>
public sealed record FailureEntry(FailureKind Kind, string Name, int? ExitCode, bool RetryCanHelp, string Meaning, string WhatToDo);
