using System.Diagnostics;

namespace Benchmarks;

/// <summary>A FIFO in a folder of its own, and <c>cat</c> that writes a file to it again and again: the same writer for whoever reads.</summary>
internal sealed class FifoWriter : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pipe-benchmark-").FullName;
    private readonly string _file;

    /// <param name="file">What to write; read once here, so that it lies in the page cache.</param>
    /// <param name="megabytes">About how much to write in all, in 10^6 bytes.</param>
    public FifoWriter(string file, double megabytes)
    {
        _file = file;
        using (var stream = File.OpenRead(file))
        {
            stream.CopyTo(Stream.Null);
            Copies = Math.Max(1, (int)(megabytes * 1e6 / stream.Length));
            Bytes = stream.Length * Copies;
        }
    }

    /// <summary>Bytes of a pass.</summary>
    public long Bytes { get; }

    /// <summary>The path of the FIFOs without _epoch.</summary>
    public string Channel => Path.Combine(_folder, "train");

    /// <summary>How often a pass holds the file.</summary>
    public int Copies { get; }

    /// <summary>Writes a pass while somebody reads it.</summary>
    /// <param name="read">Given the FIFO of epoch 0, returns when the pass is over.</param>
    /// <returns>Seconds, from before the writer starts until the reader is done.</returns>
    public double Time(Action<string> read)
    {
        var fifo = $"{Channel}_0";
        Run($"mkfifo {fifo}");
        var watch = Stopwatch.StartNew();
        using var writer = Start($"for i in $(seq {Copies}); do echo {_file}; done | xargs cat >{fifo}");
        read(fifo);
        var seconds = watch.Elapsed.TotalSeconds;
        Wait(writer);
        File.Delete(fifo);
        return seconds;
    }

    /// <summary>Runs a shell command to its end.</summary>
    public static void Run(string command)
    {
        using var process = Start(command);
        Wait(process);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Process Start(string command) => Process.Start("/bin/sh", ["-c", command]);

    private static void Wait(Process process)
    {
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"A command failed with exit code {process.ExitCode}.");
        }
    }
}
