using System.Buffers.Binary;

namespace TrainingContainer.Data.Tests;

public sealed class ImageDecoderTests
{
    /// <summary>Pillow rounds after each of two passes; in gray, JPEG's own luma differs from that of the rounded colours.</summary>
    private const float Tolerance = 1.6f;

    public static TheoryData<string> Files => [.. ImageFiles.Expected().Select(image => image.File).Distinct()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Decode_EveryShape_IsWhatPillowMakes(string file)
    {
        byte[] image = ImageFiles.Read(file);
        foreach (ImageFiles.ExpectedImage expected in ImageFiles.Expected().Where(expected => expected.File == file))
        {
            var shape = new ImageShape(expected.Shape[0], expected.Shape[1], expected.Shape[2]);
            float[] features = Decode(image, shape);
            features.Length.ShouldBe(expected.Values.Length);
            for (int i = 0; i < features.Length; i++)
            {
                features[i].ShouldBe(expected.Values[i], Tolerance, $"{file} {shape} number {i}");
            }
        }
    }

    [Fact]
    public void Decode_TheImagesOwnSize_ChangesNothing()
    {
        float[] features = Decode(ImageFiles.Read("wide.png"), new ImageShape(3, 23, 37));
        // red of the first pixels, then green and blue of the last one
        (features[0], features[1], features[36]).ShouldBe((0, 5, 244));
        (features[(2 * 23 * 37) - 1], features[^1]).ShouldBe((239, 193));
    }

    [Theory]
    [InlineData("wide.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("wide.png")]
    public void Decode_TruncatedImage_IsRefused(string file)
    {
        byte[] image = ImageFiles.Read(file);
        foreach (int length in (int[])[image.Length / 2, image.Length - 20, 30, 20])
        {
            Fault(image[..length]).ShouldStartWith("found an image that does not decode (");
        }
    }

    [Fact]
    public void Decode_PngThatBlowsUp_IsRefusedBeforeItIsDecoded()
    {
        byte[] image = ImageFiles.Read("wide.png");
        BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(16), 100_000);
        BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(20), 100_000);
        BinaryPrimitives.WriteUInt32BigEndian(image.AsSpan(29), Crc32(image.AsSpan(12, 17)));
        Fault(image).ShouldStartWith("found an image of 100000 x 100000 pixels, expected at most 33554432 pixels.");
    }

    [Fact]
    public void Decode_JpegThatBlowsUp_IsRefusedBeforeItIsDecoded()
    {
        byte[] image = ImageFiles.Read("wide.jpg");
        int frame = image.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan(frame + 5), 60_000);
        BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan(frame + 7), 50_000);
        Fault(image).ShouldStartWith("found an image of 50000 x 60000 pixels, expected at most 33554432 pixels.");
    }

    [Theory]
    [InlineData(new byte[] { }, "found nothing, expected a JPEG or PNG image.")]
    [InlineData(new byte[] { 0x47, 0x49, 0x46, 0x38, 0x39 }, "found a GIF image")]
    [InlineData(new byte[] { 1, 2, 3 }, "found bytes that start with 010203")]
    public void Decode_OtherFormats_AreNamed(byte[] image, string expected) => Fault(image).ShouldStartWith(expected);

    [Fact]
    public void Decode_AnotherWidthThanTheShape_IsRefused() =>
        new ImageDecoder(new ImageShape(1, 2, 2)).Decode(ImageFiles.Read("wide.png"), new float[5]).ShouldNotBeNull().ShouldStartWith("found 4 features, expected 5.");

    [Theory]
    [InlineData("wide.jpg")]
    [InlineData("cmyk.jpg")]
    [InlineData("palette.png")]
    public void Decode_ManyImages_AllocatesNothing(string file)
    {
        var options = new RecordOptions { ImageShape = new ImageShape(3, 8, 8), LabelKind = LabelKind.None };
        FormatReading.AllocatedBy(new ImageFormat().Decoder(options, 3 * 8 * 8), ImageFiles.Read(file), 3 * 8 * 8, 200).ShouldBe(0);
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(3, 0, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(3, 2000, 2000)]
    public void Make_WrongShape_IsRefused(int channels, int height, int width) => Should.Throw<ArgumentOutOfRangeException>(() => new ImageShape(channels, height, width));

    private static float[] Decode(byte[] image, ImageShape shape)
    {
        var features = new float[shape.FeatureCount];
        new ImageDecoder(shape).Decode(image, features).ShouldBeNull();
        features.ShouldAllBe(value => value >= 0 && value <= 255);
        return features;
    }

    private static string Fault(byte[] image) => new ImageDecoder(new ImageShape(3, 4, 4)).Decode(image, new float[48]).ShouldNotBeNull();

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
