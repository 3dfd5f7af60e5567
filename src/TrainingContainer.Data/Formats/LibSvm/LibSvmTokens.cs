namespace TrainingContainer.Data;

/// <summary>The words of a row of LIBSVM text, up to a comment.</summary>
/// <param name="row">The row, without its line end.</param>
internal ref struct LibSvmTokens(ReadOnlySpan<byte> row)
{
    private const int DigitsMax = 10;

    private ReadOnlySpan<byte> _rest = row;

    /// <summary>The word that was found last.</summary>
    public ReadOnlySpan<byte> Token { get; private set; }

    /// <summary>Whether that is a query id.</summary>
    public readonly bool IsQueryId => Token.StartsWith("qid:"u8);

    /// <summary>Goes to the next word.</summary>
    public bool Next()
    {
        int start = 0;
        while (start < _rest.Length && _rest[start] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            start++;
        }

        _rest = _rest[start..];
        if (_rest.IsEmpty || _rest[0] == '#')
        {
            Token = default;
            return false;
        }

        // words are short: a loop is faster than a search
        int end = 1;
        while (end < _rest.Length && _rest[end] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'#'))
        {
            end++;
        }

        Token = _rest[..end];
        _rest = _rest[end..];
        return true;
    }

    /// <summary>Reads the index of <c>index:value</c>.</summary>
    /// <param name="token">The word.</param>
    /// <param name="index">The index, below <see cref="RecordFault.FeatureCountMax"/>.</param>
    /// <param name="valueStart">Where the value starts.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? ReadIndex(ReadOnlySpan<byte> token, out int index, out int valueStart)
    {
        ulong number = 0;
        int length = 0;
        while (length < Math.Min(token.Length, DigitsMax) && char.IsAsciiDigit((char)token[length]))
        {
            number = (number * 10) + token[length++] - '0';
        }

        bool isNumber = length > 0 && length < token.Length && token[length] == ':';
        index = (int)Math.Min(number, int.MaxValue - 1);
        valueStart = length + 1;
        return !isNumber ? RecordFault.LibSvmToken(token, "index:value with a whole index")
            : index >= RecordFault.FeatureCountMax ? RecordFault.LibSvmIndex((long)number, RecordFault.FeatureCountMax)
            : null;
    }
}
