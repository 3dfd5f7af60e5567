using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>A failure of reading as one mistake among others.</summary>
internal static class DataMistake
{
    private const string FixMark = ". Fix: ";

    private static readonly string[] WhatMarks = [": found ", ": cannot be read"];

    /// <summary>Takes the message "where: found …, expected …. Fix: …" apart; of a file that may not be read it says who may.</summary>
    public static Mistake Of(DataException exception)
    {
        var mistake = TakenApart(exception);
        return exception.RefusedPath is { } path ? NoPermission.Of(mistake.Where, path) : mistake;
    }

    private static Mistake TakenApart(DataException exception)
    {
        var text = exception.Message;
        var colon = WhatMarks.Select(mark => text.IndexOf(mark, StringComparison.Ordinal)).Where(at => at > 0).DefaultIfEmpty(-1).Min();
        var fix = text.LastIndexOf(FixMark, StringComparison.Ordinal);
        var (where, rest) = colon < 0 ? ("data", 0) : (text[..colon], colon + 2);
        return fix <= rest
            ? new(where, text[rest..].TrimEnd('.'))
            : new(where, text[rest..fix], text[(fix + FixMark.Length)..].TrimEnd('.'));
    }
}
