using System.Text.Json.Serialization;

namespace TrainingContainer.SageMaker;

/// <summary>One thing that is wrong with what the user gave.</summary>
/// <param name="Where">For example <c>hyperparameter learning_rate</c>, or <c>channel train, file a.csv, row 3, column 2</c>.</param>
/// <param name="What">What was found and what was expected.</param>
/// <param name="Fix">What to do about it, where that is known.</param>
public sealed record Mistake(string Where, string What, string? Fix = null)
{
    /// <summary>What failure it is when nothing else is wrong: a user error, or an I/O error.</summary>
    [JsonIgnore]
    public FailureKind Kind { get; init; } = FailureKind.UserError;

    /// <summary>Whether the system refused it to this process's user: of <see cref="NoPermission"/>.</summary>
    [JsonIgnore]
    public bool IsAboutPermission { get; init; }

    /// <summary>
    /// For example <c>hyperparameter learning_rate: found "-1", expected a number above 0 and at most 10. Fix: …</c>; on one line, whatever
    /// it repeats.
    /// </summary>
    public override string ToString() => LogLine.Escaped(Fix is null ? $"{Where}: {What}" : $"{Where}: {What}. Fix: {Fix}");
}
