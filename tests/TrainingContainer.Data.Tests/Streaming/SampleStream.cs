using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace TrainingContainer.Data.Tests;

/// <summary>
/// Some rows of every format that can be streamed, to be written again and again: each ends where the next copy may begin. Image files are missing:
/// there is one in a file, and none can be piped.
/// </summary>
internal sealed record SampleStream(RecordFormat Format, byte[] Bytes, int Rows, int FeatureCount)
{
    private const int ImageSide = 8;

    /// <summary>Labels are numbers; images are scaled to 3 × 8 × 8.</summary>
    public static RecordOptions Options { get; } = new() { LabelKind = LabelKind.Number, ImageShape = new ImageShape(3, ImageSide, ImageSide) };

    public static string[] Names { get; } =
        ["csv", "gzip-csv", "protobuf", "sparse-protobuf", "protobuf-in-parts", "jsonlines", "jsonlines-objects", "libsvm", "jpeg-images", "png-images", "manifest-of-vectors", "manifest-of-images"];

    public static SampleStream Make(string name, int rows, int featureCount)
    {
        bool hasImages = name.EndsWith("images", StringComparison.Ordinal);
        featureCount = hasImages ? Options.ImageShape!.FeatureCount : featureCount;
        return new SampleStream(FormatOf(name), BytesOf(name, [.. Enumerable.Range(0, rows)], featureCount), rows, featureCount);
    }

    private static RecordFormat FormatOf(string name) => name switch
    {
        "csv" or "gzip-csv" => new CsvFormat(),
        "protobuf" or "sparse-protobuf" or "protobuf-in-parts" => new ProtobufFormat(),
        "jsonlines" or "jsonlines-objects" => new JsonLinesFormat(),
        "libsvm" => new LibSvmFormat(),
        "jpeg-images" or "png-images" => new ImageRecordFormat(),
        "manifest-of-vectors" => new AugmentedManifestFormat(["vector", "class"]),
        "manifest-of-images" => new AugmentedManifestFormat(["source-ref", "class"]),
        _ => throw new ArgumentException($"Found the format \"{name}\", expected one of {string.Join(", ", Names)}."),
    };

    private static byte[] BytesOf(string name, int[] rows, int featureCount)
    {
        byte[] image = ImageFiles.Read(name.StartsWith("png", StringComparison.Ordinal) ? "wide.png" : "wide.jpg");
        return name switch
        {
            "csv" => Lines(rows.Select(row => $"{row % 30},{Numbers(row, featureCount)}")),
            "gzip-csv" => Gzip(BytesOf("csv", rows, featureCount)),
            "protobuf" => RecordIoBytes.Whole(rows.Select(row => ProtobufRecords.Dense(Values(row, featureCount), row % 30))),
            "protobuf-in-parts" => [.. rows.SelectMany(row => InParts(ProtobufRecords.Dense(Values(row, featureCount), row % 30)))],
            "sparse-protobuf" => RecordIoBytes.Whole(rows.Select(row => Sparse(row, featureCount))),
            "jsonlines" => Lines(rows.Select(row => $"[{row % 30},{Numbers(row, featureCount)}]")),
            "jsonlines-objects" => Lines(rows.Select(row => $"{{\"features\": [{Numbers(row, featureCount)}], \"label\": {row % 30}}}")),
            "libsvm" => Lines(rows.Select(row => $"{row % 30} {string.Join(' ', Values(row, featureCount).Select((value, i) => $"{i}:{Text(value)}"))}")),
            "jpeg-images" or "png-images" => RecordIoBytes.Whole(rows.Select(row => ImageFiles.Pack(image, 0, row % 30))),
            "manifest-of-vectors" => RecordIoBytes.Whole(rows.SelectMany(row => (byte[][])[Ascii($"[{Numbers(row, featureCount)}]"), Ascii($"{row % 30}")])),
            _ => RecordIoBytes.Whole(rows.SelectMany(row => (byte[][])[image, Ascii($"{row % 30}")])),
        };
    }

    private static float[] Values(int row, int count) => [.. Enumerable.Range(0, count).Select(i => i % 3 == 0 ? row : i % 3 == 1 ? row + 0.25f : -i)];

    private static string Numbers(int row, int count) => string.Join(',', Values(row, count).Select(Text));

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);

    private static byte[] Sparse(int row, int featureCount) => ProtobufRecords.Make(
        new() { Int32Tensor = new() { Values = { row, 300 }, Keys = { 1, (ulong)featureCount - 1 }, Shape = { (ulong)featureCount } } }, ProtobufRecords.Number(row % 30));

    private static byte[] InParts(byte[] record) => RecordIoBytes.Parts([record[..8], record[8..20], record[20..]]);

    private static byte[] Lines(IEnumerable<string> lines) => Ascii(string.Concat(lines.Select(line => line + '\n')));

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
