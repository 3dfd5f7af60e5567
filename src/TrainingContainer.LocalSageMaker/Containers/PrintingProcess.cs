using System.Diagnostics;

namespace TrainingContainer.LocalSageMaker.Containers;

/// <summary>A process of this machine whose lines are taken as it prints them.</summary>
internal sealed class PrintingProcess : IDisposable
{
    // what outlives the process may hold its output open
    private static readonly TimeSpan LastLinesTimeMax = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    /// <summary>Starts it, with nothing on its standard input.</summary>
    /// <param name="start">What to start.</param>
    /// <param name="line">Takes each line, from any thread.</param>
    /// <param name="exited">Called with its number when the process has ended, before its last lines are waited for.</param>
    /// <exception cref="ContainerStartException">It cannot be started.</exception>
    public PrintingProcess(ProcessStartInfo start, Action<string> line, Action<int> exited)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new ContainerStartException($"{start.FileName} cannot be started: {exception.Message}");
        }

        Id = _process.Id;
        _process.StandardInput.Close();
        Exit = EndAsync(line, exited);
    }

    /// <summary>The process's number.</summary>
    public int Id { get; }

    /// <summary>Ends with the exit code.</summary>
    public Task<int> Exit { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private async Task<int> EndAsync(Action<string> line, Action<int> exited)
    {
        var (output, errors) = (_process.StandardOutput.BaseStream, _process.StandardError.BaseStream);
        var pumps = Task.WhenAll(
            Task.Factory.StartNew(() => LinePump.Run(output, line), TaskCreationOptions.LongRunning),
            Task.Factory.StartNew(() => LinePump.Run(errors, line), TaskCreationOptions.LongRunning));
        await _process.WaitForExitAsync();
        exited(Id);
        await Task.WhenAny(pumps, Task.Delay(LastLinesTimeMax));
        return _process.ExitCode;
    }
}
