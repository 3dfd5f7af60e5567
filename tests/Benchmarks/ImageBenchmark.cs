using System.Diagnostics;
using TrainingContainer.Data;

namespace Benchmarks;

/// <summary>
/// Times a JPEG from its bytes to pixels and to features (scaled and cropped, float32), and in turns with both, in the same process, djpeg's decode
/// loop, which does nothing with the pixels.
/// </summary>
internal static class ImageBenchmark
{
    private const double SecondsPerRound = 0.05;
    private const double WarmUpSeconds = 0.7;
    private const int Colors = 3;

    public static int Run(Arguments arguments)
    {
        var width = (int)arguments.Number("--width", 500);
        var height = (int)arguments.Number("--height", 375);
        var side = (int)arguments.Number("--side", 224);
        var jpeg = JpegFile.Make(width, height);
        var shape = new ImageShape(Colors, side, side);
        var decoder = new ImageFormat().Decoder(new RecordOptions { LabelKind = LabelKind.None, ImageShape = shape }, shape.FeatureCount);
        var features = new float[shape.FeatureCount];
        var toPixels = new JpegDecoder();
        var pixels = new PixelBuffer();
        using var djpeg = new DjpegLoop(arguments.Subject);
        (string Side, Action Decode)[] sides =
        [
            ("djpeg", () => djpeg.Decode(jpeg)),
            ("ours, to pixels", () => Check(toPixels.Decode(jpeg, Colors, pixels))),
            ("ours, to features", () =>
            {
                RecordLabel label = default;
                Check(decoder.Decode(jpeg, features, ref label));
            }),
        ];
        // what runs often is compiled anew, in the background
        var times = sides.Min(side => WarmUp(side.Decode));
        var rounds = sides.Select(_ => new double[(int)arguments.Number("--rounds", 15)]).ToArray();
        for (var round = 0; round < rounds[0].Length; round++)
        {
            for (var i = 0; i < sides.Length; i++)
            {
                rounds[i][round] = Time(sides[i].Decode, times);
            }
        }

        for (var i = 0; i < sides.Length; i++)
        {
            Measurement.Print("image", "us", rounds[i], new()
            {
                ["side"] = sides[i].Side,
                ["model"] = $"{width} × {height}",
                ["setting"] = $"to {side} × {side}",
                ["bytes"] = jpeg.Length,
            });
        }

        return 0;
    }

    /// <summary>How often it runs in a round's time, in the end.</summary>
    private static int WarmUp(Action decode)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < WarmUpSeconds)
        {
            decode();
        }

        return Math.Max(1, (int)(SecondsPerRound * 1e6 / Time(decode, 1)));
    }

    private static double Time(Action decode, int times)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
        {
            decode();
        }

        return watch.Elapsed.TotalMicroseconds / times;
    }

    private static void Check(string? fault)
    {
        if (fault is not null)
        {
            throw new InvalidOperationException(fault);
        }
    }
}
