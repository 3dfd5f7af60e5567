using System.Text;

namespace TrainingContainer.SageMaker;

/// <summary>
/// The one way to standard output and standard error: collects what is written into lines and passes each on without its secrets.
/// A line that is not ended yet waits; it is passed on when the writer is disposed. Safe to use from several threads.
/// </summary>
/// <param name="inner">Where lines go; it is flushed after each, and not disposed.</param>
/// <param name="redactor">Knows the secrets.</param>
public sealed class RedactingWriter(TextWriter inner, Redactor redactor) : TextWriter
{
    // A line without an end must not take all memory.
    private const int LineLengthMax = 1 << 20;

    private readonly Lock _oneLine = new();
    private readonly StringBuilder _line = new();

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_oneLine)
        {
            for (int end; (end = buffer.IndexOf('\n')) >= 0; buffer = buffer[(end + 1)..])
            {
                _line.Append(buffer[..(end + 1)]);
                PassOn();
            }

            _line.Append(buffer);
            if (_line.Length > LineLengthMax) PassOn();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_oneLine) PassOn();
        }

        base.Dispose(disposing);
    }

    private void PassOn()
    {
        if (_line.Length == 0) return;
        inner.Write(redactor.Redact(_line.ToString()));
        inner.Flush();
        _line.Clear();
    }
}
