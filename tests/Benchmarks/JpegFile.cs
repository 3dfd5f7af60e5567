using System.Runtime.InteropServices;
using TrainingContainer.Data;

namespace Benchmarks;

/// <summary>Makes JPEG files with libjpeg-turbo.</summary>
internal static unsafe partial class JpegFile
{
    private const string Library = "libturbojpeg.so.0";
    private const int Quality = 90;
    private const int PixelRgb = 0;
    private const int Subsampling420 = 2;

    /// <summary>A photo's worth of detail: smooth colours with some noise.</summary>
    public static byte[] Make(int width, int height)
    {
        var random = new KeyedRandom(RandomKey.For(1, DrawPurpose.Calibration));
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % width, i / 3 / width);
            pixels[i] = (byte)((100 * (1 + Math.Sin((x + (20 * (i % 3))) / 23.0) * Math.Cos(y / 31.0))) + random.NextInt32(40));
        }

        var compressor = InitCompress();
        byte* file = null;
        nuint length = 0;
        fixed (byte* from = pixels)
        {
            if (Compress(compressor, from, width, 0, height, PixelRgb, ref file, ref length, Subsampling420, Quality, 0) != 0)
            {
                throw new InvalidOperationException("libjpeg-turbo does not encode.");
            }
        }

        var jpeg = new ReadOnlySpan<byte>(file, (int)length).ToArray();
        Free(file);
        Destroy(compressor);
        return jpeg;
    }

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    private static partial nint InitCompress();

    [LibraryImport(Library, EntryPoint = "tjCompress2")]
    private static partial int Compress(
        nint compressor, byte* pixels, int width, int pitch, int height, int format, ref byte* jpeg, ref nuint length, int subsampling, int quality, int flags);

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    private static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjFree")]
    private static partial void Free(byte* buffer);
}
