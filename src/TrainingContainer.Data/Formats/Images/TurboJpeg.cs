using System.Runtime.InteropServices;

namespace TrainingContainer.Data;

/// <summary>libjpeg-turbo's TurboJPEG API, as its versions 2.1 and 3 have it (turbojpeg.h).</summary>
internal static unsafe partial class TurboJpeg
{
    public const int PixelRgb = 0;
    public const int PixelGray = 6;
    public const int PixelCmyk = 11;
    public const int SpaceCmyk = 3;
    public const int SpaceYcck = 4;

    /// <summary>Refuse progressive images of an absurd number of scans, which cost time out of all proportion.</summary>
    public const int LimitScans = 32768;

    private const string Library = "libturbojpeg.so.0";

    /// <summary>Whether the library is on this machine; loaded when first asked.</summary>
    public static bool IsThere { get; } = NativeLibrary.TryLoad(Library, out _);

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial nint InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static partial int DecompressHeader(SafeHandle handle, byte* jpeg, nuint length, out int width, out int height, out int subsampling, out int space);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static partial int Decompress(SafeHandle handle, byte* jpeg, nuint length, byte* pixels, int width, int pitch, int height, int format, int flags);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    public static partial byte* ErrorText(SafeHandle handle);

    [LibraryImport(Library, EntryPoint = "tjGetErrorCode")]
    public static partial int ErrorCode(SafeHandle handle);
}
