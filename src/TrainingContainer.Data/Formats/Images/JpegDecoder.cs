using Microsoft.Win32.SafeHandles;
using System.Runtime.InteropServices;

namespace TrainingContainer.Data;

/// <summary>
/// Decodes JPEG with libjpeg-turbo. Gray, YCbCr, RGB and CMYK images become gray or red, green, blue; the orientation that a camera notes is ignored,
/// as by torchvision and MXNet. Small defects are tolerated, a missing end is not.
/// </summary>
internal sealed unsafe class JpegDecoder
{
    private const int ErrorIsWarning = 0;

    private Decompressor? _decompressor;

    private static ReadOnlySpan<byte> EndOfImage => [0xFF, 0xD9];

    /// <summary>Whether the bytes start like a JPEG.</summary>
    public static bool IsJpeg(ReadOnlySpan<byte> image) => image is [0xFF, 0xD8, 0xFF, ..];

    /// <summary>Decodes an image.</summary>
    /// <param name="jpeg">The file's bytes.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="pixels">Receives the image.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Decode(ReadOnlySpan<byte> jpeg, int channels, PixelBuffer pixels)
    {
        if (!TurboJpeg.IsThere)
        {
            return RecordFault.LibraryMissing("a JPEG image", "libturbojpeg.so.0", "libturbojpeg0");
        }

        _decompressor ??= new Decompressor();
        fixed (byte* file = jpeg)
        {
            if (TurboJpeg.DecompressHeader(_decompressor, file, (nuint)jpeg.Length, out int width, out int height, out _, out int space) != 0
                && (IsFatal(out string reason) || width < 1))
            {
                return RecordFault.ImageDamaged(reason);
            }

            // a later warning may hide that of a missing end
            if (jpeg.LastIndexOf(EndOfImage) < 0)
            {
                return RecordFault.ImageDamaged("it has no end");
            }

            bool isCmyk = space is TurboJpeg.SpaceCmyk or TurboJpeg.SpaceYcck;
            string? fault = pixels.Reserve(width, height, isCmyk ? 4 : channels) ?? Decompress(file, jpeg.Length, isCmyk, pixels);
            if (fault is null && isCmyk)
            {
                pixels.InvertedCmykToRgb();
                if (channels == 1)
                {
                    pixels.RgbToGray();
                }
            }

            return fault;
        }
    }

    private string? Decompress(byte* file, int length, bool isCmyk, PixelBuffer pixels)
    {
        int format = isCmyk ? TurboJpeg.PixelCmyk : pixels.Channels == 1 ? TurboJpeg.PixelGray : TurboJpeg.PixelRgb;
        fixed (byte* bytes = pixels.Bytes)
        {
            int result = TurboJpeg.Decompress(_decompressor!, file, (nuint)length, bytes, pixels.Width, pixels.Stride, pixels.Height, format, TurboJpeg.LimitScans);
            return result != 0 && IsFatal(out string reason) ? RecordFault.ImageDamaged(reason) : null;
        }
    }

    private bool IsFatal(out string reason)
    {
        byte* text = TurboJpeg.ErrorText(_decompressor!);
        ReadOnlySpan<byte> words = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);
        reason = System.Text.Encoding.UTF8.GetString(words);
        return TurboJpeg.ErrorCode(_decompressor!) != ErrorIsWarning || words.IndexOf("remature end"u8) >= 0;
    }

    private sealed class Decompressor : SafeHandleZeroOrMinusOneIsInvalid
    {
        public Decompressor()
            : base(ownsHandle: true) => SetHandle(TurboJpeg.InitDecompress());

        protected override bool ReleaseHandle() => TurboJpeg.Destroy(handle) == 0;
    }
}
