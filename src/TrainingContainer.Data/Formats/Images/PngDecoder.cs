using System.Runtime.InteropServices;

namespace TrainingContainer.Data;

/// <summary>
/// Decodes PNG of any kind with libspng: palettes are applied, 16 bits become 8, transparency and gamma are ignored, as Pillow's
/// <c>convert("RGB")</c> does.
/// </summary>
internal static unsafe class PngDecoder
{
    private const int ChunkBytesMax = 16 << 20;
    private const int CacheBytesMax = 32 << 20;

    /// <summary>Whether the bytes start like a PNG.</summary>
    public static bool IsPng(ReadOnlySpan<byte> image) => image is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..];

    /// <summary>Decodes an image.</summary>
    /// <param name="png">The file's bytes.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="pixels">Receives the image.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Decode(ReadOnlySpan<byte> png, int channels, PixelBuffer pixels)
    {
        if (!Spng.IsThere)
        {
            return RecordFault.LibraryMissing("a PNG image", "libspng.so.0", "libspng0");
        }

        nint context = Spng.New(0);
        if (context == 0)
        {
            throw new InsufficientMemoryException("libspng found no memory for a decoder.");
        }

        try
        {
            fixed (byte* file = png)
            {
                int error = Spng.SetChunkLimits(context, ChunkBytesMax, CacheBytesMax);
                error = error != 0 ? error : Spng.SetBuffer(context, file, (nuint)png.Length);
                Spng.Header header = default;
                error = error != 0 ? error : Spng.GetHeader(context, out header);
                string? fault = error != 0 ? Damaged(error) : pixels.Reserve(header.Width, header.Height, 3) ?? Decode(context, pixels);
                if (fault is null && channels == 1)
                {
                    pixels.RgbToGray();
                }

                return fault;
            }
        }
        finally
        {
            Spng.Free(context);
        }
    }

    private static string? Decode(nint context, PixelBuffer pixels)
    {
        fixed (byte* bytes = pixels.Bytes)
        {
            int error = Spng.Decode(context, bytes, (nuint)pixels.Bytes.Length, Spng.FormatRgb8, 0);
            return error == 0 ? null : Damaged(error);
        }
    }

    private static string Damaged(int error) =>
        RecordFault.ImageDamaged(System.Text.Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(Spng.ErrorText(error))));
}
