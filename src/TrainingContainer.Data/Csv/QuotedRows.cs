namespace TrainingContainer.Data;

/// <summary>Finds where rows end in text that has quotes, by the same rule as <see cref="CsvField"/>: a line end inside of quotes is content.</summary>
internal static class QuotedRows
{
    /// <summary>The index after the last line feed that ends a row, or 0 when none does.</summary>
    /// <param name="text">Starts at the start of a row.</param>
    public static int LastRowEnd(ReadOnlySpan<byte> text)
    {
        int rowEnd = 0;
        int outside = 0;
        while (true)
        {
            int quote = text[outside..].IndexOf((byte)'"');
            ReadOnlySpan<byte> unquoted = quote < 0 ? text[outside..] : text.Slice(outside, quote);
            int lineFeed = unquoted.LastIndexOf((byte)'\n');
            rowEnd = lineFeed < 0 ? rowEnd : outside + lineFeed + 1;
            if (quote < 0)
            {
                return rowEnd;
            }

            quote += outside;
            if (!OpensField(text, quote))
            {
                outside = quote + 1;
                continue;
            }

            int close = CsvField.ClosingQuote(text, quote + 1, out _);
            if (close < 0)
            {
                return rowEnd;
            }

            outside = close + 1;
        }
    }

    private static bool OpensField(ReadOnlySpan<byte> text, int quote)
    {
        int before = text[..quote].LastIndexOfAnyExcept((byte)' ', (byte)'\t');
        return before < 0 || text[before] is (byte)',' or (byte)'\n';
    }
}
