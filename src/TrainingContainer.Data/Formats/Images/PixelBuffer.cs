namespace TrainingContainer.Data;

/// <summary>A decoded image, row after row, a byte for each channel of a pixel. Kept from image to image; it only grows.</summary>
internal sealed class PixelBuffer
{
    /// <summary>Pixels that an image may have: what a small file can blow up to is bounded before it is decoded. 100 MB in colour.</summary>
    public const int PixelsMax = 1 << 25;

    private byte[] _bytes = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Bytes of a pixel.</summary>
    public int Channels { get; private set; }

    public int Stride => Width * Channels;

    /// <summary>The image's bytes.</summary>
    public Span<byte> Bytes => _bytes.AsSpan(0, Stride * Height);

    /// <summary>Takes on a size; what <see cref="Bytes"/> holds then is undefined.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 to 4.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Reserve(long width, long height, int channels)
    {
        if (width < 1 || height < 1 || width > PixelsMax || height > PixelsMax || width * height > PixelsMax)
        {
            return RecordFault.ImageTooLarge(width, height, PixelsMax);
        }

        (Width, Height, Channels) = ((int)width, (int)height, channels);
        if (_bytes.Length < Stride * Height)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(Stride * Height);
        }

        return null;
    }

    /// <summary>
    /// Turns red, green, blue into gray as Pillow does: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), in 16 bits of fraction.
    /// </summary>
    public void RgbToGray()
    {
        Span<byte> bytes = Bytes;
        for (int from = 0, to = 0; from < bytes.Length; from += 3, to++)
        {
            bytes[to] = (byte)(((bytes[from] * 19595) + (bytes[from + 1] * 38470) + (bytes[from + 2] * 7471) + (1 << 15)) >> 16);
        }

        Channels = 1;
    }

    /// <summary>Turns cyan, magenta, yellow, black as JPEG files have them, inverted, into red, green, blue: C × K and so on.</summary>
    public void InvertedCmykToRgb()
    {
        Span<byte> bytes = Bytes;
        for (int from = 0, to = 0; from < bytes.Length; from += 4, to += 3)
        {
            int black = bytes[from + 3];
            bytes[to] = (byte)(((bytes[from] * black) + 127) / 255);
            bytes[to + 1] = (byte)(((bytes[from + 1] * black) + 127) / 255);
            bytes[to + 2] = (byte)(((bytes[from + 2] * black) + 127) / 255);
        }

        Channels = 3;
    }
}
