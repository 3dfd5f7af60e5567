using TrainingContainer.SageMaker;

namespace TrainingContainer.Output;

/// <summary>
/// While it is there, everything that is written to the console (the log, metric lines, what loaded code prints) has no secrets in it.
/// </summary>
internal sealed class RedactedConsole : IDisposable
{
    private readonly (TextWriter Output, TextWriter Error) _before = (Console.Out, Console.Error);
    private readonly RedactingWriter _output;
    private readonly RedactingWriter _error;

    public RedactedConsole(Redactor redactor)
    {
        _output = new RedactingWriter(Console.Out, redactor);
        _error = new RedactingWriter(Console.Error, redactor);
        Console.SetOut(_output);
        Console.SetError(_error);
    }

    /// <summary>Passes on what is not a whole line yet, and gives the console back.</summary>
    public void Dispose()
    {
        PassOn(_output);
        PassOn(_error);
        Console.SetOut(_before.Output);
        Console.SetError(_before.Error);
    }

    private static void PassOn(RedactingWriter writer)
    {
        try
        {
            writer.Dispose();
        }
        catch (IOException)
        {
            // a console on a full disk: the job has failed of it already, or its model is saved; the exit code must still say which
        }
    }
}
