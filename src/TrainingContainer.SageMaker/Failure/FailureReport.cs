using System.Text;

namespace TrainingContainer.SageMaker;

/// <summary>Tells the user why the job failed: the text of <c>/opt/ml/output/failure</c>, which becomes the job's FailureReason.</summary>
public static class FailureReport
{
    /// <summary>How many characters the service takes from the file.</summary>
    public const int LengthMax = 1024;

    /// <summary>
    /// How every text of this program ends, so that a later run knows it from a text of the user's own code. In the text and not beside it:
    /// the
    /// service, and whoever copies the folder, takes the one file; and what is appended to the text makes it the user's.
    /// </summary>
    public const string Mark = " [training-container]";

    private const int ContextsMax = 8;

    /// <summary>
    /// The reason on one line of at most 1,024 characters: the cause first, then what was being done meanwhile. No stack trace, no control
    /// characters, no secrets. The mistakes of a <see cref="JobInputException"/> are listed as far as they fit, and the rest is counted.
    /// Never throws.
    /// </summary>
    /// <param name="exception">Why the job failed.</param>
    /// <param name="classifier">Knows the exceptions of the other rooms; without one, <see cref="FailureClassifier.Default"/>.</param>
    /// <param name="redactor">Knows the job's secrets; without one, <see cref="Redactor.Patterns"/>.</param>
    public static string Compose(Exception exception, FailureClassifier? classifier = null, Redactor? redactor = null) =>
        Compose(exception, classifier, redactor, LengthMax);

    /// <summary>Whether the reason says all there is to know, so that a stack trace would only hide it: no permission, a full or read-only disk.</summary>
    /// <param name="exception">Why the job failed.</param>
    /// <param name="classifier">As in <see cref="Compose(Exception, FailureClassifier?, Redactor?)"/>.</param>
    public static bool IsToldInFull(Exception exception, FailureClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(classifier);
        return FailureCause.IsToldInFull(FailureCause.Of(FailureCause.ChainOf(exception), classifier));
    }

    private static string Compose(Exception exception, FailureClassifier? classifier, Redactor? redactor, int lengthMax)
    {
        redactor ??= Redactor.Patterns;
        classifier ??= FailureClassifier.Default;
        try
        {
            var chain = FailureCause.ChainOf(exception);
            var cause = FailureCause.Of(chain, classifier);
            // Redacted before anything is cut, since half a secret is not recognized as one.
            var text = new StringBuilder(cause is JobInputException input ? Listed(input, redactor, lengthMax) : FailureCause.Explain(cause, chain, classifier, redactor));
            foreach (var context in chain.Where(link => !ReferenceEquals(link, cause)).Take(ContextsMax))
                if (redactor.Redact(FailureCause.Message(context)) is { Length: > 0 } message && !text.ToString().Contains(message))
                    text.Append(" | while: ").Append(message);
            return Bounded(text.ToString(), lengthMax);
        }
        catch (Exception broken)
        {
            // An exception whose own members throw.
            return Bounded($"{exception?.GetType().Name ?? "An unknown failure"} (its message could not be read: {broken.GetType().Name})", lengthMax);
        }
    }

    /// <summary>
    /// Writes the reason and behind it the mark of this program, by way of a temporary file and a rename where possible. A text that is already
    /// there (the user's own code knew more, or an earlier failure of this run was the cause of this one) stays; a <see cref="FailurePlaceholder"/>,
    /// which every run begins with, does not. Never throws: a failure to report a failure is dropped.
    /// </summary>
    /// <param name="paths">Where the file is.</param>
    /// <param name="exception">Why the job failed.</param>
    /// <param name="classifier">As in <see cref="Compose(Exception, FailureClassifier?, Redactor?)"/>.</param>
    /// <param name="redactor">As in <see cref="Compose(Exception, FailureClassifier?, Redactor?)"/>.</param>
    public static void Write(JobPaths paths, Exception exception, FailureClassifier? classifier = null, Redactor? redactor = null)
    {
        try
        {
            if (FailureFile.IsFree(paths.FailureFile)) FailureFile.Write(paths, Compose(exception, classifier, redactor, FailureFile.TextLengthMax));
        }
        catch (Exception)
        {
            // There is nowhere left to say it.
        }
    }

    private static string Listed(JobInputException exception, Redactor redactor, int lengthMax)
    {
        var mistakes = exception.Mistakes.Select(mistake => redactor.Redact(mistake.ToString())).ToList();
        if (mistakes.Count == 1) return mistakes[0];
        var text = new StringBuilder($"{mistakes.Count} mistakes:");
        for (var i = 0; i < mistakes.Count; i++)
        {
            var next = $" ({i + 1}) {mistakes[i]}";
            var more = i + 1 < mistakes.Count ? $" … and {mistakes.Count - i - 1} more" : "";
            if (text.Length + next.Length + more.Length > lengthMax && i > 0)
                return text.Append($" … and {mistakes.Count - i} more").ToString();
            if (next.Length + text.Length + more.Length > lengthMax)
                next = Shown.Cut(next, lengthMax - text.Length - more.Length - 1) + "…";
            text.Append(next);
        }

        return text.ToString();
    }

    private static string Bounded(string text, int lengthMax)
    {
        var line = Shown.OneLine(text).Trim();
        return line.Length <= lengthMax ? line : Shown.Cut(line, lengthMax - 1) + "…";
    }
}
