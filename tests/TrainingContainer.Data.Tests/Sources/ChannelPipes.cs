using System.Runtime.InteropServices;

namespace TrainingContainer.Data.Tests;

/// <summary>The FIFOs of a channel in Pipe mode, and writers as the service runs them, each on a thread of its own. Removed at the end.</summary>
internal sealed partial class ChannelPipes : IDisposable
{
    private const int OwnerOnly = 0x180; // 0600

    private static readonly TimeSpan WriterEnd = TimeSpan.FromSeconds(30);

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("pipes-").FullName;
    private readonly List<Thread> _writers = [];

    /// <summary>The FIFOs' path without _epoch.</summary>
    public string Directory => Path.Combine(_folder, "train");

    public string Make(long epoch)
    {
        string path = $"{Directory}_{epoch}";
        MakeFifo(path, OwnerOnly).ShouldBe(0);
        return path;
    }

    public PipeSource Source(long epoch, TimeSpan? timeout = null, TimeProvider? time = null) =>
        new("train", Directory, epoch, timeout, time ?? TimeProvider.System);

    /// <summary>Makes the FIFO of an epoch and writes to it as soon as it is opened; the task says whether the reader left early.</summary>
    public Task<bool> Write(long epoch, byte[] bytes) => Write(epoch, pipe => pipe.Write(bytes));

    /// <inheritdoc cref="Write(long, byte[])"/>
    public Task<bool> Write(long epoch, Action<FileStream> write)
    {
        string path = Make(epoch);
        var broken = new TaskCompletionSource<bool>();
        var writer = new Thread(() =>
        {
            try
            {
                using var pipe = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                write(pipe);
                broken.SetResult(false);
            }
            catch (IOException)
            {
                broken.SetResult(true);
            }
            catch (Exception exception)
            {
                broken.SetException(exception);
            }
        })
        { IsBackground = true, Name = $"writer of epoch {epoch}" };
        _writers.Add(writer);
        writer.Start();
        return broken.Task;
    }

    public void Dispose()
    {
        foreach (string path in System.IO.Directory.GetFiles(_folder, "train_*"))
        {
            // A writer that still waits for a reader gets one, which leaves at once.
            Fifo.Open(path).Dispose();
        }

        bool ended = _writers.All(writer => writer.Join(WriterEnd));
        System.IO.Directory.Delete(_folder, recursive: true);
        ended.ShouldBeTrue("a writer hangs");
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
