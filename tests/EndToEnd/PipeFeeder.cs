using System.Diagnostics;

namespace EndToEnd;

/// <summary>Writes a channel as the service does in Pipe mode: a FIFO for each pass, numbered from 0 for each container, the next one once the one before was read.</summary>
internal sealed class PipeFeeder : IDisposable
{
    private readonly string _path;
    private readonly Func<int, byte[]> _content;
    private readonly Task _writing;
    private volatile bool _ended;

    /// <summary>Begins with the first FIFO.</summary>
    /// <param name="job">Whose channel.</param>
    /// <param name="channel">Its name.</param>
    /// <param name="content">Of the pass of that number.</param>
    public PipeFeeder(Job job, string channel, Func<int, byte[]> content)
    {
        (_path, _content) = (job.PathOf("input", "data", channel), content);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        Make(0);
        _writing = Task.Factory.StartNew(Write, TaskCreationOptions.LongRunning);
    }

    public PipeFeeder(Job job, string channel, byte[] content) : this(job, channel, _ => content)
    {
    }

    /// <summary>Passes that were read, whole or in part.</summary>
    public int Passes { get; private set; }

    /// <summary>Ends the writer, also one that waits for a reader, and removes the FIFOs.</summary>
    public void Dispose()
    {
        _ended = true;
        while (!_writing.IsCompleted)
        {
            foreach (var fifo in Fifos())
            {
                // a reader lets the writer's open return, and its end breaks the writer's pipe
                using var reader = new FileStream(fifo, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
            }
            _writing.Wait(TimeSpan.FromMilliseconds(1));
        }
        foreach (var fifo in Fifos())
            File.Delete(fifo);
    }

    private string[] Fifos() => Directory.GetFiles(Path.GetDirectoryName(_path)!, $"{Path.GetFileName(_path)}_*");

    private void Write()
    {
        for (var pass = 0; !_ended; pass++)
        {
            try
            {
                using var pipe = new FileStream(Name(pass), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
                if (_ended)
                    return;
                Passes = pass + 1;
                // there before this one ends: a reader never waits for it long
                Make(pass + 1);
                pipe.Write(_content(pass));
            }
            catch (IOException)
            {
                // the reader ended early; the service goes on with the next pass as well
            }
        }
    }

    private string Name(int pass) => $"{_path}_{pass}";

    private void Make(int pass)
    {
        using var made = Process.Start("mkfifo", [Name(pass)]);
        made.WaitForExit();
    }
}
