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

    /// <summary>A target row, source pixels wide. The sums of some columns stay in registers while the source rows go by.</summary>
    private void MakeRow(PixelBuffer image, int y)
    {
        int start = _horizontal.Start * image.Channels;
        int length = (_horizontal.End * image.Channels) - start;
        int stride = image.Stride;
        ReadOnlySpan<float> weights = _vertical.WeightsOf(y);
        ReadOnlySpan<byte> source = image.Bytes[((_vertical.StartOf(y) * stride) + start)..];
        Span<float> row = _row.AsSpan(start, length);
        int i = 0;
        for (; i <= length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector<float> sum0 = Vector<float>.Zero;
            Vector<float> sum1 = Vector<float>.Zero;
            Vector<float> sum2 = Vector<float>.Zero;
            Vector<float> sum3 = Vector<float>.Zero;
            int from = i;
            foreach (float weight in weights)
            {
                Vector.Widen(new Vector<byte>(source[from..]), out Vector<ushort> low, out Vector<ushort> high);
                Vector.Widen(low, out Vector<uint> first, out Vector<uint> second);
                sum0 += weight * Vector.ConvertToSingle(first.As<uint, int>());
                sum1 += weight * Vector.ConvertToSingle(second.As<uint, int>());
                Vector.Widen(high, out first, out second);
                sum2 += weight * Vector.ConvertToSingle(first.As<uint, int>());
                sum3 += weight * Vector.ConvertToSingle(second.As<uint, int>());
                from += stride;
            }

            Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(row.Slice(i, Vector<byte>.Count));
            sums[3] = sum3;
            sums[2] = sum2;
            sums[1] = sum1;
            sums[0] = sum0;
        }

        for (; i < length; i++)
        {
            float sum = 0;
            int from = i;
            foreach (float weight in weights)
            {
                sum += weight * source[from];
                from += stride;
            }

            row[i] = sum;
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
        int width = shape.Width;
        int plane = shape.Height * width;
        Span<float> red = target[..width];
        Span<float> green = target.Slice(plane, width);
        Span<float> blue = target.Slice(2 * plane, width);
        ReadOnlySpan<float> row = _row;
        Vector128<float> most = Vector128.Create((float)byte.MaxValue);
        for (int x = 0; x < red.Length; x++)
        {
            int source = _horizontal.StartOf(x) * 3;
            Vector128<float> sum = Vector128<float>.Zero;
            foreach (float weight in _horizontal.WeightsOf(x))
            {
                sum += weight * Vector128.Create(row[source..]);
                source += 3;
            }

            sum = Vector128.Min(sum, most);
            red[x] = sum[0];
            green[x] = sum[1];
            blue[x] = sum[2];
        }
    }
}
