using System.Diagnostics;
using System.Runtime.InteropServices;
using TrainingContainer.Data;

namespace Benchmarks;

/// <summary>
/// Times a JPEG from its bytes to features, and in turns with it libjpeg-turbo's own decoder in a loop that keeps its buffers and does nothing with the
/// pixels, as djpeg would that writes none.
/// </summary>
internal static unsafe partial class ImageBenchmark
{
    private const string Library = "libturbojpeg.so.0";
    private const int Quality = 90;
    private const int PixelRgb = 0;
    private const int Subsampling420 = 2;
    private const int ImagesPerRound = 100;

    public static int Run(Arguments arguments)
    {
        var width = (int)arguments.Number("--width", 500);
        var height = (int)arguments.Number("--height", 375);
        var side = (int)arguments.Number("--side", 224);
        var jpeg = Compress(width, height);
        var shape = new ImageShape(3, side, side);
        var decoder = new ImageFormat().Decoder(new RecordOptions { LabelKind = LabelKind.None, ImageShape = shape }, shape.FeatureCount);
        var features = new float[shape.FeatureCount];
        var pixels = new byte[3 * width * height];
        var decompressor = InitDecompress();
        var rounds = new double[(int)arguments.Number("--rounds", 15)];
        var raw = new double[rounds.Length];
        // the first round is for the compiler
        for (var i = -1; i < rounds.Length; i++)
        {
            var peer = Time(() => Decompress(decompressor, jpeg, pixels, width, height));
            var ours = Time(() =>
            {
                RecordLabel label = default;
                if (decoder.Decode(jpeg, features, ref label) is string fault)
                {
                    throw new InvalidOperationException(fault);
                }
            });
            if (i >= 0)
            {
                (raw[i], rounds[i]) = (peer, ours);
            }
        }

        Destroy(decompressor);
        Measurement.Print("image", "us", rounds, new()
        {
            ["setting"] = $"{width}x{height} to {side}x{side}",
            ["jpeg_bytes"] = jpeg.Length,
            ["libjpeg_turbo_us"] = raw.Min(),
            ["of_libjpeg_turbo_best"] = rounds.Min() / raw.Min(),
            ["of_libjpeg_turbo_median"] = rounds.Order().ElementAt(rounds.Length / 2) / raw.Order().ElementAt(raw.Length / 2),
        });
        return 0;
    }

    private static double Time(Action decode)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < ImagesPerRound; i++)
        {
            decode();
        }

        return watch.Elapsed.TotalMicroseconds / ImagesPerRound;
    }

    private static void Decompress(nint decompressor, byte[] jpeg, byte[] pixels, int width, int height)
    {
        fixed (byte* file = jpeg)
        fixed (byte* to = pixels)
        {
            if (DecompressHeader(decompressor, file, (nuint)jpeg.Length, out _, out _, out _, out _) != 0
                || Decompress(decompressor, file, (nuint)jpeg.Length, to, width, 0, height, PixelRgb, 0) != 0)
            {
                throw new InvalidOperationException("libjpeg-turbo does not decode what it has encoded.");
            }
        }
    }

    /// <summary>A photo's worth of detail: smooth colours with some noise.</summary>
    private static byte[] Compress(int width, int height)
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

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    private static partial nint InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    private static partial int DecompressHeader(nint decompressor, byte* jpeg, nuint length, out int width, out int height, out int subsampling, out int space);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    private static partial int Decompress(nint decompressor, byte* jpeg, nuint length, byte* pixels, int width, int pitch, int height, int format, int flags);

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    private static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjFree")]
    private static partial void Free(byte* buffer);
}
