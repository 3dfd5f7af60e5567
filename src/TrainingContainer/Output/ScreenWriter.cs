using System.Text;
using Spectre.Console;

namespace TrainingContainer.Output;

/// <summary>Collects text into lines and writes each through Spectre.Console, which keeps a live display below them.</summary>
/// <param name="screen">Where lines go.</param>
internal sealed class ScreenWriter(IAnsiConsole screen) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (value != '\n')
        {
            _line.Append(value);
            return;
        }
        screen.WriteLine(_line.ToString());
        _line.Clear();
    }

    public override void Write(string? value)
    {
        foreach (var character in value ?? "")
            Write(character);
    }
}
