using System.Text;

namespace TrainingContainer.SageMaker;

/// <summary>Tells the user why the job failed: the text of <c>/opt/ml/output/failure</c>, which becomes the job's FailureReason.</summary>
public static class FailureReport
{
    /// <summary>How many characters the service takes from the file.</summary>
    public const int LengthMax = 1024;

    private const int ContextsMax = 8;

    /// <summary>
    /// The reason on one line of at most 1,024 characters: the cause first, then what was being done meanwhile. No stack trace, no control
    /// characters. The mistakes of a <see cref="JobInputException"/> are listed as far as they fit, and the rest is counted. Never throws.
    /// </summary>
    public static string Compose(Exception exception)
    {
        try
        {
            var chain = FailureCause.ChainOf(exception);
            var cause = FailureCause.Of(chain);
            var text = new StringBuilder(cause is JobInputException input ? Listed(input) : FailureCause.Explain(cause));
            foreach (var context in chain.Where(link => !ReferenceEquals(link, cause)).Take(ContextsMax))
                if (FailureCause.Message(context) is { Length: > 0 } message && !text.ToString().Contains(message))
                    text.Append(" | while: ").Append(message);
            return Bounded(text.ToString());
        }
        catch (Exception broken)
        {
            // An exception whose own members throw.
            return Bounded($"{exception?.GetType().Name ?? "An unknown failure"} (its message could not be read: {broken.GetType().Name})");
        }
    }

    /// <summary>
    /// Writes the reason, by way of a temporary file and a rename where possible. A longer text that is already there (the user's own,
    /// or that of an earlier failure) stays. Never throws: a failure to report a failure is dropped.
    /// </summary>
    public static void Write(JobPaths paths, Exception exception)
    {
        try
        {
            var text = Compose(exception);
            if (LengthOf(paths.FailureFile) >= text.Length) return;
            Directory.CreateDirectory(paths.Output);
            var bytes = Encoding.UTF8.GetBytes(text);
            if (!TryReplace(paths.FailureFile, bytes)) File.WriteAllBytes(paths.FailureFile, bytes);
        }
        catch (Exception)
        {
            // There is nowhere left to say it.
        }
    }

    private static bool TryReplace(string path, byte[] bytes)
    {
        var temporary = path + ".tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            return false;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A left-over of a few bytes.
        }
    }

    private static int LengthOf(string path)
    {
        try
        {
            if (!File.Exists(path)) return 0;
            using var reader = new StreamReader(path);
            var head = new char[LengthMax];
            var length = reader.ReadBlock(head, 0, head.Length);
            return head.AsSpan(0, length).Trim().Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static string Listed(JobInputException exception)
    {
        var mistakes = exception.Mistakes;
        if (mistakes.Count == 1) return mistakes[0].ToString();
        var text = new StringBuilder($"{mistakes.Count} mistakes:");
        for (var i = 0; i < mistakes.Count; i++)
        {
            var next = $" ({i + 1}) {mistakes[i]}";
            var more = i + 1 < mistakes.Count ? $" … and {mistakes.Count - i - 1} more" : "";
            if (text.Length + next.Length + more.Length > LengthMax && i > 0)
                return text.Append($" … and {mistakes.Count - i} more").ToString();
            if (next.Length + text.Length + more.Length > LengthMax)
                next = Shown.Cut(next, LengthMax - text.Length - more.Length - 1) + "…";
            text.Append(next);
        }

        return text.ToString();
    }

    private static string Bounded(string text)
    {
        var line = Shown.OneLine(text).Trim();
        return line.Length <= LengthMax ? line : Shown.Cut(line, LengthMax - 1) + "…";
    }
}
