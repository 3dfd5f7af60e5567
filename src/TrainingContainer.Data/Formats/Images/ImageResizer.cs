using System.Numerics;
using System.Runtime.CompilerServices;
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
    /// <summary>Target rows at a time: their sums share the weights.</summary>
    private const int RowsAtOnce = 4;

    private readonly ResampleAxis _vertical = new(shape.Height);
    private readonly ResampleAxis _horizontal = new(shape.Width);
    private float[] _rows = [];
    private int _rowLength;

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
        _rowLength = image.Stride + Vector128<float>.Count;
        if (_rows.Length < RowsAtOnce * _rowLength)
        {
            _rows = new float[RowsAtOnce * _rowLength];
        }

        for (int y = 0; y < shape.Height; y += RowsAtOnce)
        {
            // what is left over at the end is made of the last rows again
            int first = Math.Max(0, Math.Min(y, shape.Height - RowsAtOnce));
            int count = Math.Min(RowsAtOnce, shape.Height);
            for (int i = 0; i < count; i++)
            {
                MakeRow(image, first + i, _rows.AsSpan(i * _rowLength, image.Stride));
            }

            if (shape.Channels == 3 && count == RowsAtOnce)
            {
                WriteColor(features[(first * shape.Width)..]);
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                WriteRow(_rows.AsSpan(i * _rowLength, image.Stride), features[((first + i) * shape.Width)..]);
            }
        }
    }

    /// <summary>A target row, source pixels wide. The sums of some columns stay in registers while the source rows go by.</summary>
    private void MakeRow(PixelBuffer image, int y, Span<float> target)
    {
        int start = _horizontal.Start * image.Channels;
        int length = (_horizontal.End * image.Channels) - start;
        int stride = image.Stride;
        ReadOnlySpan<float> weights = _vertical.WeightsOf(y);
        ReadOnlySpan<byte> source = image.Bytes[((_vertical.StartOf(y) * stride) + start)..];
        Span<float> row = target.Slice(start, length);
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
                var weightVector = new Vector<float>(weight);
                Vector.Widen(new Vector<byte>(source[from..]), out Vector<ushort> low, out Vector<ushort> high);
                Vector.Widen(low, out Vector<uint> first, out Vector<uint> second);
                sum0 = Vector.FusedMultiplyAdd(weightVector, Vector.ConvertToSingle(first.As<uint, int>()), sum0);
                sum1 = Vector.FusedMultiplyAdd(weightVector, Vector.ConvertToSingle(second.As<uint, int>()), sum1);
                Vector.Widen(high, out first, out second);
                sum2 = Vector.FusedMultiplyAdd(weightVector, Vector.ConvertToSingle(first.As<uint, int>()), sum2);
                sum3 = Vector.FusedMultiplyAdd(weightVector, Vector.ConvertToSingle(second.As<uint, int>()), sum3);
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
                sum = MathF.FusedMultiplyAdd(weight, source[from], sum);
                from += stride;
            }

            row[i] = sum;
        }
    }

    private void WriteRow(ReadOnlySpan<float> row, Span<float> target)
    {
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            Span<float> plane = target.Slice(channel * shape.Height * shape.Width, shape.Width);
            for (int x = 0; x < plane.Length; x++)
            {
                int source = (_horizontal.StartOf(x) * shape.Channels) + channel;
                float sum = 0;
                foreach (float weight in _horizontal.WeightsOf(x))
                {
                    sum = MathF.FusedMultiplyAdd(weight, row[source], sum);
                    source += shape.Channels;
                }

                plane[x] = Math.Min(sum, byte.MaxValue);
            }
        }
    }

    /// <summary>Four rows, and three channels at a time; the fourth lane is the next pixel's and not used.</summary>
    private unsafe void WriteColor(Span<float> target)
    {
        int width = shape.Width;
        int plane = shape.Height * width;
        Vector128<float> most = Vector128.Create((float)byte.MaxValue);
        fixed (float* rows = _rows)
        fixed (float* red = target[..((2 * plane) + (RowsAtOnce * width))])
        {
            for (int x = 0; x < width; x++)
            {
                float* source0 = rows + (_horizontal.StartOf(x) * 3);
                float* source2 = source0 + (2 * _rowLength);
                Vector128<float> sum0 = Vector128<float>.Zero;
                Vector128<float> sum1 = Vector128<float>.Zero;
                Vector128<float> sum2 = Vector128<float>.Zero;
                Vector128<float> sum3 = Vector128<float>.Zero;
                foreach (float weight in _horizontal.WeightsOf(x))
                {
                    Vector128<float> weights = Vector128.Create(weight);
                    sum0 = Vector128.FusedMultiplyAdd(weights, Vector128.Load(source0), sum0);
                    sum1 = Vector128.FusedMultiplyAdd(weights, Vector128.Load(source0 + _rowLength), sum1);
                    sum2 = Vector128.FusedMultiplyAdd(weights, Vector128.Load(source2), sum2);
                    sum3 = Vector128.FusedMultiplyAdd(weights, Vector128.Load(source2 + _rowLength), sum3);
                    source0 += 3;
                    source2 += 3;
                }

                Write(Vector128.Min(sum0, most), red + x, plane);
                Write(Vector128.Min(sum1, most), red + width + x, plane);
                Write(Vector128.Min(sum2, most), red + (2 * width) + x, plane);
                Write(Vector128.Min(sum3, most), red + (3 * width) + x, plane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Write(Vector128<float> pixel, float* red, int plane)
    {
        red[0] = pixel[0];
        red[plane] = pixel[1];
        red[2 * plane] = pixel[2];
    }
}
