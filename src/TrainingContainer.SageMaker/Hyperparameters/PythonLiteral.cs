using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>
/// Turns Python's <c>repr</c> of plain values into JSON: <c>True</c>, <c>None</c>, <c>['a', 'b']</c>, <c>(1, 2)</c>, <c>{'a':
/// 1}</c>.
/// </summary>
internal ref struct PythonLiteral
{
    private const int DepthMax = 16;
    private readonly ReadOnlySpan<char> _text;
    private readonly StringBuilder _json = new();
    private int _at;

    private PythonLiteral(ReadOnlySpan<char> text) => _text = text;

    /// <summary>The value as JSON; null when the text is no such literal.</summary>
    public static JsonElement? Parse(string text)
    {
        var literal = new PythonLiteral(text);
        if (!literal.Value(0)) return null;
        literal.Blanks();
        if (literal._at != text.Length) return null;
        using var document = JsonDocument.Parse(literal._json.ToString(), new JsonDocumentOptions { MaxDepth = DepthMax + 1 });
        return document.RootElement.Clone();
    }

    private bool Value(int depth)
    {
        Blanks();
        if (_at == _text.Length || depth == DepthMax) return false;
        return _text[_at] switch
        {
            '[' => Items(']', depth),
            '(' => Items(')', depth),
            '{' => Pairs(depth),
            '\'' or '"' => Text(),
            _ => Word(),
        };
    }

    private bool Items(char close, int depth)
    {
        _at++;
        _json.Append('[');
        for (var count = 0; !Take(close); count++)
        {
            if (count > 0 && !Take(',')) return false;
            if (count > 0 && Take(close)) break;
            if (count > 0) _json.Append(',');
            if (!Value(depth + 1)) return false;
        }

        _json.Append(']');
        return true;
    }

    private bool Pairs(int depth)
    {
        _at++;
        _json.Append('{');
        for (var count = 0; !Take('}'); count++)
        {
            if (count > 0 && !Take(',')) return false;
            if (count > 0 && Take('}')) break;
            if (count > 0) _json.Append(',');
            Blanks();
            if (_at == _text.Length || _text[_at] is not ('\'' or '"') || !Text() || !Take(':')) return false;
            _json.Append(':');
            if (!Value(depth + 1)) return false;
        }

        _json.Append('}');
        return true;
    }

    private bool Text()
    {
        var quote = _text[_at++];
        var text = new StringBuilder();
        for (; _at < _text.Length && _text[_at] != quote; _at++)
        {
            if (_text[_at] != '\\') text.Append(_text[_at]);
            else if (++_at == _text.Length || !Escape(text)) return false;
        }

        if (_at == _text.Length) return false;
        _at++;
        _json.Append(JsonSerializer.Serialize(text.ToString()));
        return true;
    }

    private bool Escape(StringBuilder text)
    {
        var hexLength = _text[_at] switch { 'x' => 2, 'u' => 4, _ => 0 };
        if (hexLength > 0)
        {
            if (_at + hexLength >= _text.Length) return false;
            var hex = _text.Slice(_at + 1, hexLength);
            if (!ushort.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                return false;
            _at += hexLength;
            text.Append((char)code);
            return true;
        }

        char? plain = _text[_at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '\\' => '\\', '\'' => '\'', '"' => '"', _ => null };
        text.Append(plain);
        return plain is not null;
    }

    private bool Word()
    {
        var length = _text[_at..].IndexOfAny(",:[](){}'\" \t");
        var word = length < 0 ? _text[_at..] : _text.Slice(_at, length);
        _at += word.Length;
        switch (word)
        {
            case "True": _json.Append("true"); return true;
            case "False": _json.Append("false"); return true;
            case "None": _json.Append("null"); return true;
        }

        if (!NumberText.TryReadNumber(word.ToString(), out var number)) return false;
        _json.Append(NumberText.TryReadInteger(word.ToString(), out var integer) ? NumberText.Of(integer) : NumberText.Of(number));
        return true;
    }

    private bool Take(char expected)
    {
        Blanks();
        if (_at == _text.Length || _text[_at] != expected) return false;
        _at++;
        return true;
    }

    private void Blanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
    }
}
