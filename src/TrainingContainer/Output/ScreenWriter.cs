using System.Collections.Concurrent;
using System.Text;
using Spectre.Console;

namespace TrainingContainer.Output;

/// <summary>
/// Collects text into lines and hands each to Spectre.Console, which keeps a live display below them. A thread of its own
/// does that: whoever writes holds the console's lock and must not wait for the display's, because the display waits for
/// the console's while it holds its own.
/// </summary>
internal sealed class ScreenWriter : TextWriter
{
    private static readonly TimeSpan DrainTimeMax = TimeSpan.FromSeconds(5);

    private readonly StringBuilder _line = new();
    private readonly BlockingCollection<string> _lines = [];
    private readonly Thread _printer;

    public ScreenWriter(IAnsiConsole screen)
    {
        _printer = new Thread(() =>
        {
            foreach (var line in _lines.GetConsumingEnumerable())
                screen.WriteLine(line);
        })
        { IsBackground = true, Name = "terminal" };
        _printer.Start();
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (value != '\n')
        {
            _line.Append(value);
            return;
        }
        if (!_lines.IsAddingCompleted)
            _lines.Add(_line.ToString());
        _line.Clear();
    }

    public override void Write(string? value)
    {
        foreach (var character in value ?? "")
            Write(character);
    }

    /// <summary>Prints what is left.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_lines.IsAddingCompleted)
        {
            if (_line.Length > 0)
                _lines.Add(_line.ToString());
            _lines.CompleteAdding();
            _printer.Join(DrainTimeMax);
        }
        base.Dispose(disposing);
    }
}
