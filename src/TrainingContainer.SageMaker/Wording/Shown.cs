using System.Text;

namespace TrainingContainer.SageMaker;

/// <summary>How a text of unknown origin is shown in a message: on one line, without control characters, and short.</summary>
public static class Shown
{
    /// <summary>The most characters of a value that a message repeats.</summary>
    public const int LengthMax = 80;

    /// <summary>The text in double quotes, cut to about 80 characters, with control characters escaped.</summary>
    /// <param name="text">Of unknown origin.</param>
    public static string Quoted(string text) => $"\"{Plain(text)}\"";

    /// <summary>The text cut to about 80 characters, with control characters escaped.</summary>
    /// <param name="text">Of unknown origin.</param>
    public static string Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = LogLine.Escaped(Cut(text, LengthMax + 1));
        return line.Length <= LengthMax ? line : Cut(line, LengthMax - 1) + "…";
    }

    /// <summary>The text with every control character (and every half of a surrogate pair) replaced by a space.</summary>
    /// <param name="text">Of unknown origin.</param>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                line.Append(c).Append(text[++i]);
            else
                line.Append(char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        }

        return line.ToString();
    }

    /// <summary>At most so many UTF-16 characters from the start, never half of a surrogate pair.</summary>
    /// <param name="text">To be cut.</param>
    /// <param name="lengthMax">At least 1.</param>
    public static string Cut(string text, int lengthMax)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= lengthMax) return text;
        var length = char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax;
        return text[..length];
    }
}
