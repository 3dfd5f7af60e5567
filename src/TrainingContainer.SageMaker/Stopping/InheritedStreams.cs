using System.Runtime.InteropServices;
using System.Text;

namespace TrainingContainer.SageMaker;

/// <summary>The standard streams that a process gets from whoever started it.</summary>
public static partial class InheritedStreams
{
    private const int StreamCount = 3;

    // fcntl(2), open(2)
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;
    private const int ReadAndWrite = 2;

    /// <summary>
    /// Where standard input, output or error was closed at the start (<c>&gt;&amp;-</c>), starts the program again with <c>/dev/null</c> in
    /// its place; does not return then. The runtime has used the free number for a file of its own, into which the log would be written,
    /// and
    /// it can't be moved. To be called first of all.
    /// </summary>
    public static void Restore()
    {
        var closed = Enumerable.Range(0, StreamCount).Where(WasClosed).ToArray();
        if (closed.Length == 0)
            return;
        var arguments = File.ReadAllBytes("/proc/self/cmdline");
        var nothing = Open("/dev/null", ReadAndWrite);
        // without /dev/null the program goes on as it is
        if (nothing < 0)
            return;
        foreach (var stream in closed)
            _ = Duplicate(nothing, stream);
        // the number after the standard ones must not stay open in the program that follows
        if (nothing >= StreamCount)
            _ = Close(nothing);
        Execute(arguments);
    }

    /// <summary>
    /// Only the runtime marks files to be closed when another program starts, and whoever starts a program can't hand on one so marked.
    /// </summary>
    private static bool WasClosed(int stream)
    {
        var flags = Control(stream, GetFlags);
        return flags < 0 || (flags & CloseOnExec) != 0;
    }

    private static unsafe void Execute(byte[] commandLine)
    {
        fixed (byte* text = commandLine)
        {
            var arguments = new List<nint>();
            for (var start = 0; start < commandLine.Length; start = Array.IndexOf(commandLine, (byte)0, start) + 1)
                arguments.Add((nint)(text + start));
            arguments.Add(0);
            // what this process was started with and nothing that it has set since: the C library's environ
            fixed (nint* list = CollectionsMarshal.AsSpan(arguments))
                _ = ExecuteFile(Encoding.UTF8.GetBytes("/proc/self/exe\0"), list);
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int file, int command);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "execv")]
    private static unsafe partial int ExecuteFile(byte[] path, nint* arguments);
}
