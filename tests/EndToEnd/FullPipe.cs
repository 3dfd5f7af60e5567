using System.Runtime.InteropServices;

namespace EndToEnd;

/// <summary>A FIFO that nobody reads, with room for some lines: whoever writes more waits.</summary>
internal sealed class FullPipe : IDisposable
{
    private const int ReadAndWriteWithoutWaiting = 2 | 0x800;
    private const int UserOnly = 0x180;
    private const uint BytesInside = 0x541b;

    // what the kernel gives or takes at a time, and what is left of it where the next line does not fit
    private const int PageBytes = 4_096;
    private const int LineBytesMax = 120;

    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(2);

    private readonly int _file;
    private readonly int _capacity;

    public FullPipe(string path)
    {
        MakeFifo(path, UserOnly).ShouldBe(0);
        _file = Open(path, ReadAndWriteWithoutWaiting);
        _file.ShouldBeGreaterThan(0);
        var page = new byte[PageBytes];
        while (Write(_file, page, PageBytes) > 0)
            _capacity += PageBytes;
        Read(_file, page, PageBytes).ShouldBe(PageBytes);
    }

    /// <summary>Waits until there is no room for another line.</summary>
    public void WaitUntilFull() => SpinWait.SpinUntil(() => Bytes() > _capacity - LineBytesMax, TimeMax).ShouldBeTrue($"found {Bytes()} bytes, expected {_capacity}");

    private int Bytes()
    {
        Control(_file, BytesInside, out var bytes).ShouldBe(0);
        return bytes;
    }

    public void Dispose() => _ = Close(_file);

    [DllImport("libc", EntryPoint = "mkfifo")]
    private static extern int MakeFifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "write")]
    private static extern nint Write(int file, byte[] bytes, nuint count);

    [DllImport("libc", EntryPoint = "read")]
    private static extern nint Read(int file, byte[] bytes, nuint count);

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int Control(int file, nuint request, out int value);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int file);
}
