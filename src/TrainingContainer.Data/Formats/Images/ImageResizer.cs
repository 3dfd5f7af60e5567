using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TrainingContainer.Data;

/// <summary>
/// Scales an image so that it just covers the shape and cuts off evenly what hangs over (Pillow's <c>ImageOps.fit</c>, bilinear as
/// <see cref="ResampleAxis"/> says), into float32 from 0 to 255, channel after channel. Unlike Pillow it does not round.
/// </summary>
/// <param name="shape">The shape.</param>
internal sealed class ImageResizer(ImageShape shape)
{
    private readonly ResampleAxis _vertical = new(shape.Height);
    private readonly ResampleAxis _horizontal = new(shape.Width);
    private float[] _row = [];

    /// <summary>Fills a row of features.</summary>
    /// <param name="image">Has as many channels as the shape.</param>
    /// <param name="features"><see cref="ImageShape.FeatureCount"/> of them.</param>
    public void Resize(PixelBuffer image, Span<float> features)
    {
        double ratio = (double)shape.Width / shape.Height;
        double width = Math.Min(image.Width, ratio * image.Height);
        double height = Math.Min(image.Height, image.Width / ratio);
        _vertical.Use(image.Height, (image.Height - height) / 2, height);
        _horizontal.Use(image.Width, (image.Width - width) / 2, width);
        if (_row.Length < image.Stride + Vector128<float>.Count)
        {
            _row = new float[image.Stride + Vector128<float>.Count];
        }

        for (int y = 0; y < shape.Height; y++)
        {
            MakeRow(image, y);
            if (shape.Channels == 1)
            {
                WriteGray(features.Slice(y * shape.Width, shape.Width));
            }
            else
            {
                WriteColor(features[(y * shape.Width)..]);
            }
        }
    }

    /// <summary>A target row, source pixels wide.</summary>
    private void MakeRow(PixelBuffer image, int y)
    {
        int start = _horizontal.Start * image.Channels;
        int length = (_horizontal.End * image.Channels) - start;
        Span<float> row = _row.AsSpan(start, length);
        row.Clear();
        int source = _vertical.StartOf(y);
        foreach (float weight in _vertical.WeightsOf(y))
        {
            AddTo(row, image.Bytes.Slice((source++ * image.Stride) + start, length), weight);
        }
    }

    private static void AddTo(Span<float> sums, ReadOnlySpan<byte> values, float weight)
    {
        int i = 0;
        var weights = new Vector<float>(weight);
        for (; i <= values.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(values[i..]), out Vector<ushort> low, out Vector<ushort> high);
            Span<Vector<float>> four = MemoryMarshal.Cast<float, Vector<float>>(sums.Slice(i, Vector<byte>.Count));
            Vector.Widen(low, out Vector<uint> first, out Vector<uint> second);
            four[0] += weights * Vector.ConvertToSingle(first.As<uint, int>());
            four[1] += weights * Vector.ConvertToSingle(second.As<uint, int>());
            Vector.Widen(high, out first, out second);
            four[2] += weights * Vector.ConvertToSingle(first.As<uint, int>());
            four[3] += weights * Vector.ConvertToSingle(second.As<uint, int>());
        }

        for (; i < values.Length; i++)
        {
            sums[i] += weight * values[i];
        }
    }

    private void WriteGray(Span<float> target)
    {
        for (int x = 0; x < target.Length; x++)
        {
            ReadOnlySpan<float> weights = _horizontal.WeightsOf(x);
            ReadOnlySpan<float> source = _row.AsSpan(_horizontal.StartOf(x), weights.Length);
            float sum = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * source[i];
            }

            target[x] = Math.Min(sum, byte.MaxValue);
        }
    }

    /// <summary>Three channels at a time; the fourth lane is the next pixel's and not used.</summary>
    private void WriteColor(Span<float> target)
    {
        int plane = shape.Height * shape.Width;
        for (int x = 0; x < shape.Width; x++)
        {
            int source = _horizontal.StartOf(x) * 3;
            Vector128<float> sum = Vector128<float>.Zero;
            foreach (float weight in _horizontal.WeightsOf(x))
            {
                sum += weight * Vector128.Create<float>(_row.AsSpan(source, Vector128<float>.Count));
                source += 3;
            }

            sum = Vector128.Min(sum, Vector128.Create((float)byte.MaxValue));
            target[x] = sum[0];
            target[plane + x] = sum[1];
            target[(2 * plane) + x] = sum[2];
        }
    }
}
