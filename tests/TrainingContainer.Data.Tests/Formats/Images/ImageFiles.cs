using System.Buffers.Binary;
using System.Text.Json;

namespace TrainingContainer.Data.Tests;

/// <summary>The images that make_expected.py has written.</summary>
internal static class ImageFiles
{
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Formats", "Images", "Expected", name));

    public static ExpectedImage[] Expected() => JsonSerializer.Deserialize<ExpectedImage[]>(Read("expected.json"), JsonSerializerOptions.Web)!;

    /// <summary>What im2rec packs: header, further labels, image.</summary>
    public static byte[] Pack(byte[] image, uint flag, float label, params float[] labels)
    {
        var header = new byte[24 + (4 * labels.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(header, flag);
        BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(4), label);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), 12345);
        for (int i = 0; i < labels.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(24 + (4 * i)), labels[i]);
        }

        return [.. header, .. image];
    }

    public sealed record ExpectedImage(string File, int[] Shape, float[] Values);
}
