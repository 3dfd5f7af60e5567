using Spectre.Console;

namespace TrainingContainer.Output;

/// <summary>
/// A terminal with a person before it. While it is open, everything written to the console goes through it, so that
/// lines scroll above the progress bar.
/// </summary>
internal sealed class Terminal : IDisposable
{
    private const int LineLengthMax = 4_096;

    private readonly TextWriter _before;

    private Terminal(TextWriter output)
    {
        _before = output;
        Screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        // a line stays a line: whoever reads the log of a terminal finds each metric whole
        Screen.Profile.Width = Math.Max(Screen.Profile.Width, LineLengthMax);
        Console.SetOut(TextWriter.Synchronized(new ScreenWriter(Screen)));
    }

    public IAnsiConsole Screen { get; }

    /// <summary>Opens it; null when standard output is a file or a pipe, where only plain lines belong.</summary>
    public static Terminal? Open() => Console.IsOutputRedirected ? null : new Terminal(Console.Out);

    public void Dispose() => Console.SetOut(_before);
}
