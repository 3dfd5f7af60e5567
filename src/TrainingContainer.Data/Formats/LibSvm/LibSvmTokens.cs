using System.Buffers.Text;

namespace TrainingContainer.Data;

/// <summary>The words of a row of LIBSVM text, up to a comment.</summary>
/// <param name="row">The row, without its line end.</param>
internal ref struct LibSvmTokens(ReadOnlySpan<byte> row)
{
    private ReadOnlySpan<byte> _rest = row;

    /// <summary>The word that was found last.</summary>
    public ReadOnlySpan<byte> Token { get; private set; }

    /// <summary>Whether that is a query id.</summary>
    public readonly bool IsQueryId => Token.StartsWith("qid:"u8);

    /// <summary>Goes to the next word.</summary>
    public bool Next()
    {
        _rest = _rest.TrimStart(" \t\r"u8);
        if (_rest.IsEmpty || _rest[0] == '#')
        {
            Token = default;
            return false;
        }

        int end = _rest.IndexOfAny(" \t\r#"u8);
        end = end < 0 ? _rest.Length : end;
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
        bool isNumber = Utf8Parser.TryParse(token, out uint number, out int length) && length < token.Length && token[length] == ':' && token[0] != '+';
        index = (int)Math.Min(number, int.MaxValue - 1);
        valueStart = length + 1;
        return !isNumber ? RecordFault.LibSvmToken(token, "index:value with a whole index")
            : index >= RecordFault.FeatureCountMax ? RecordFault.LibSvmIndex(number, RecordFault.FeatureCountMax)
            : null;
    }
}
