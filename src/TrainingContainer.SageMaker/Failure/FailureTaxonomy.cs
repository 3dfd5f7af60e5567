namespace TrainingContainer.SageMaker;

/// <summary>
/// The whole taxonomy of failures on one page: exit code, meaning, whether a retry can help, and what to do. 2 is left to a command
/// line that was not understood, and 126 and above to the shell and the kernel.
/// </summary>
public static class FailureTaxonomy
{
    /// <summary>One entry per kind, in the order of the enumeration.</summary>
    public static IReadOnlyList<FailureEntry> Entries { get; } =
    [
        new(FailureKind.UserError, "user error", 1, false,
            "a hyperparameter, a channel or a config file is wrong, a config file may not be read, or training diverged",
            "correct what the failure text names; all mistakes are in it"),
        new(FailureKind.DataError, "data error", 1, false,
            "a row of a channel cannot be used",
            "correct the file, row and column that the failure text names"),
        new(FailureKind.OutOfMemory, "out of memory", 3, false,
            "the memory of the host or of the GPU does not suffice",
            "take the batch_size that the failure text names, a smaller model, or a larger instance"),
        new(FailureKind.CudaError, "CUDA error", 4, true,
            "the GPU, its driver or a CUDA library failed",
            "run the job again; if it fails again, take another instance type, or device=cpu"),
        new(FailureKind.InputOutput, "I/O error", 5, true,
            "something could not be read or written: disk full, read-only, no permission",
            "give the job a larger VolumeSizeInGB; run as root, or chown or chmod what the failure text names; check the mounts; a network disk may recover"),
        new(FailureKind.Internal, "internal error", 6, false,
            "a mistake of this program, or of code that it loaded",
            "report it with the stack trace of the log"),
        new(FailureKind.Killed, "killed", null, true,
            "the process was killed (137: mostly out of memory) or crashed in native code (139, 134)",
            "exit code 137: as for out of memory; 139 or 134: run the job again, and report it if it fails again"),
    ];

    /// <summary>The kind's entry.</summary>
    public static FailureEntry Of(FailureKind kind) => Entries[(int)kind];

    /// <summary>A GitHub table: <c>| failure | exit code | can a retry help | what happened | what to do |</c>.</summary>
    public static string ToMarkdown() => Markdown.Table(
        ["failure", "exit code", "can a retry help", "what happened", "what to do"],
        Entries.Select(IReadOnlyList<string> (entry) =>
        [
            entry.Name, entry.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "128 + signal",
            entry.RetryCanHelp ? "yes" : "no", entry.Meaning, entry.WhatToDo,
        ]));
}
