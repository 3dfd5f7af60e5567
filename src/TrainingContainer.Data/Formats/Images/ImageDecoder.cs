namespace TrainingContainer.Data;

/// <summary>Decodes JPEG and PNG files into features of one shape. Used by one thread; keeps its buffers from image to image.</summary>
/// <param name="shape">The shape.</param>
internal sealed class ImageDecoder(ImageShape shape)
{
    private readonly JpegDecoder _jpeg = new();
    private readonly PixelBuffer _pixels = new();
    private readonly ImageResizer _resizer = new(shape);

    /// <summary>Whether the bytes start like an image that can be decoded.</summary>
    public static bool IsImage(ReadOnlySpan<byte> image) => JpegDecoder.IsJpeg(image) || PngDecoder.IsPng(image);

    /// <summary>Decodes an image.</summary>
    /// <param name="image">The file's bytes.</param>
    /// <param name="features">As many as the shape has.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Decode(ReadOnlySpan<byte> image, Span<float> features)
    {
        if (features.Length != shape.FeatureCount)
        {
            return RecordFault.Width(shape.FeatureCount, features.Length);
        }

        string? fault = JpegDecoder.IsJpeg(image) ? _jpeg.Decode(image, shape.Channels, _pixels)
            : PngDecoder.IsPng(image) ? PngDecoder.Decode(image, shape.Channels, _pixels)
            : RecordFault.NotAnImage(Describe(image));
        if (fault is null)
        {
            _resizer.Resize(_pixels, features);
        }

        return fault;
    }

    private static string Describe(ReadOnlySpan<byte> image) => image switch
    {
        [] => "nothing",
        _ when image.StartsWith("GIF8"u8) => "a GIF image",
        _ when image.StartsWith("RIFF"u8) && image.Length > 12 && image[8..].StartsWith("WEBP"u8) => "a WebP image",
        _ when image.StartsWith("BM"u8) => "a BMP image",
        _ when image.StartsWith("II*\0"u8) || image.StartsWith("MM\0*"u8) => "a TIFF image",
        _ => $"bytes that start with {Convert.ToHexString(image[..Math.Min(8, image.Length)])}",
    };
}
