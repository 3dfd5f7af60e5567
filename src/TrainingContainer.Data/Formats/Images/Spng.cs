using System.Runtime.InteropServices;

namespace TrainingContainer.Data;

/// <summary>libspng's decoder (spng.h).</summary>
internal static unsafe partial class Spng
{
    public const int FormatRgb8 = 4;

    private const string Library = "libspng.so.0";

    /// <summary>Whether the library is on this machine; loaded when first asked.</summary>
    public static bool IsThere { get; } = NativeLibrary.TryLoad(Library, out _);

    [LibraryImport(Library, EntryPoint = "spng_ctx_new")]
    public static partial nint New(int flags);

    [LibraryImport(Library, EntryPoint = "spng_ctx_free")]
    public static partial void Free(nint context);

    [LibraryImport(Library, EntryPoint = "spng_set_chunk_limits")]
    public static partial int SetChunkLimits(nint context, nuint chunkBytes, nuint cacheBytes);

    [LibraryImport(Library, EntryPoint = "spng_set_png_buffer")]
    public static partial int SetBuffer(nint context, byte* png, nuint length);

    [LibraryImport(Library, EntryPoint = "spng_get_ihdr")]
    public static partial int GetHeader(nint context, out Header header);

    [LibraryImport(Library, EntryPoint = "spng_decode_image")]
    public static partial int Decode(nint context, byte* pixels, nuint length, int format, int flags);

    [LibraryImport(Library, EntryPoint = "spng_strerror")]
    public static partial byte* ErrorText(int error);

    /// <summary>spng_ihdr.</summary>
    public struct Header
    {
        public uint Width;
        public uint Height;
        public byte BitDepth;
        public byte ColorType;
        public byte CompressionMethod;
        public byte FilterMethod;
        public byte InterlaceMethod;
    }
}
