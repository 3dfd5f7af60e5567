namespace TrainingContainer.Data;

/// <summary>How a field breaks the format.</summary>
internal enum CsvFieldFault
{
    None,
    QuoteNotClosed,
    TextAfterQuote,
}

/// <summary>
/// One field as it is written (RFC 4180): up to the next comma or line end; or, when its first character but spaces is a quote, up to the
/// closing quote, where "" stands for a quote and commas and line ends are content.
/// </summary>
internal readonly ref struct CsvField
{
    private CsvField(ReadOnlySpan<byte> raw, bool isQuoted, bool hasEscapes, int length, CsvFieldFault fault)
    {
        Raw = raw;
        IsQuoted = isQuoted;
        HasEscapes = hasEscapes;
        Length = length;
        Fault = fault;
    }

    /// <summary>The content: without spaces around it, or what is between the quotes (escapes as they are written).</summary>
    public ReadOnlySpan<byte> Raw { get; }

    public bool IsQuoted { get; }

    public bool HasEscapes { get; }

    /// <summary>Bytes from the field's start to the comma or line feed that ends it (or to the end of the text).</summary>
    public int Length { get; }

    public CsvFieldFault Fault { get; }

    /// <summary>The content with escapes resolved; where there are none, without copying.</summary>
    public ReadOnlySpan<byte> Content
    {
        get
        {
            if (!HasEscapes)
            {
                return Raw;
            }

            var content = new byte[Raw.Length];
            int length = 0;
            for (int i = 0; i < Raw.Length; i++)
            {
                content[length++] = Raw[i];
                i += Raw[i] == '"' ? 1 : 0;
            }

            return content.AsSpan(0, length);
        }
    }

    /// <summary>Reads the field at the start of a text.</summary>
    public static CsvField Read(ReadOnlySpan<byte> text)
    {
        int start = 0;
        while (start < text.Length && text[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        if (start < text.Length && text[start] == '"')
        {
            return ReadQuoted(text, start + 1);
        }

        int end = text.IndexOfAny((byte)',', (byte)'\n');
        end = end < 0 ? text.Length : end;
        return new CsvField(text[..end].Trim(" \t\r"u8), false, false, end, CsvFieldFault.None);
    }

    /// <summary>The index of the quote that closes a quoted content, or -1.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="start">Where the content starts, after the opening quote.</param>
    /// <param name="hasEscapes">Whether "" was seen.</param>
    public static int ClosingQuote(ReadOnlySpan<byte> text, int start, out bool hasEscapes)
    {
        hasEscapes = false;
        while (true)
        {
            int quote = text[start..].IndexOf((byte)'"');
            if (quote < 0)
            {
                return -1;
            }

            start += quote;
            if (start + 1 >= text.Length || text[start + 1] != '"')
            {
                return start;
            }

            hasEscapes = true;
            start += 2;
        }
    }

    private static CsvField ReadQuoted(ReadOnlySpan<byte> text, int start)
    {
        int close = ClosingQuote(text, start, out bool hasEscapes);
        if (close < 0)
        {
            return new CsvField(text[start..], true, hasEscapes, text.Length, CsvFieldFault.QuoteNotClosed);
        }

        int end = text[close..].IndexOfAny((byte)',', (byte)'\n');
        end = end < 0 ? text.Length : close + end;
        bool clean = text[(close + 1)..end].Trim(" \t\r"u8).IsEmpty;
        return new CsvField(text[start..close], true, hasEscapes, end, clean ? CsvFieldFault.None : CsvFieldFault.TextAfterQuote);
    }
}
