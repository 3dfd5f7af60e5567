using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>The peer of the JPEG decoder: djpeg's decode loop on libjpeg, built from native/djpeg_loop.c.</summary>
internal sealed unsafe class DjpegLoop : IDisposable
{
    private readonly delegate* unmanaged<nint, byte*, nuint, nint> _decode;
    private readonly delegate* unmanaged<nint, void> _free;
    private readonly nint _loop;

    /// <param name="library">The built library.</param>
    public DjpegLoop(string library)
    {
        var handle = NativeLibrary.Load(Path.GetFullPath(library));
        _decode = (delegate* unmanaged<nint, byte*, nuint, nint>)NativeLibrary.GetExport(handle, "djpeg_loop_decode");
        _free = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(handle, "djpeg_loop_free");
        _loop = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(handle, "djpeg_loop_new"))();
    }

    public void Decode(byte[] jpeg)
    {
        fixed (byte* file = jpeg)
        {
            _decode(_loop, file, (nuint)jpeg.Length);
        }
    }

    public void Dispose() => _free(_loop);
}
