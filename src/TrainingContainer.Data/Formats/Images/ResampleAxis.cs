namespace TrainingContainer.Data;

/// <summary>
/// Which source pixels make a target pixel along one axis, and with what weights: the triangle filter, as wide as a target pixel where the image is
/// scaled down, so that no source pixel is left out. The rule is that of Pillow's <c>Image.resize</c> with <c>BILINEAR</c> and a box, and of
/// torchvision's <c>Resize(antialias=True)</c>.
/// </summary>
/// <param name="targetSize">Target pixels.</param>
internal sealed class ResampleAxis(int targetSize)
{
    private readonly int[] _starts = new int[targetSize];
    private readonly int[] _counts = new int[targetSize];
    private float[] _weights = [];
    private int _stride;
    private (int Size, double Start, double Length) _source;

    /// <summary>The first source pixel that is used.</summary>
    public int Start => _starts[0];

    /// <summary>The source pixel behind the last that is used.</summary>
    public int End => _starts[^1] + _counts[^1];

    /// <summary>The source pixel that the first weight of a target pixel is for.</summary>
    public int StartOf(int target) => _starts[target];

    /// <summary>The weights of a target pixel; their sum is 1.</summary>
    public ReadOnlySpan<float> WeightsOf(int target) => _weights.AsSpan(target * _stride, _counts[target]);

    /// <summary>Takes on a source.</summary>
    /// <param name="size">Source pixels.</param>
    /// <param name="start">Where in them the target starts.</param>
    /// <param name="length">How many of them it spans.</param>
    public void Use(int size, double start, double length)
    {
        if (_source == (size, start, length))
        {
            return;
        }

        double scale = length / targetSize;
        double support = Math.Max(1, scale);
        _stride = (int)Math.Ceiling(2 * support) + 1;
        if (_weights.Length < _stride * targetSize)
        {
            _weights = new float[_stride * targetSize];
        }

        for (int i = 0; i < targetSize; i++)
        {
            double center = start + ((i + 0.5) * scale);
            int first = Math.Max(0, (int)(center - support + 0.5));
            int end = Math.Min(size, (int)(center + support + 0.5));
            Weigh(i, first, end, center, support);
        }

        _source = (size, start, length);
    }

    private void Weigh(int target, int first, int end, double center, double support)
    {
        // zeros at the ends: nothing to add
        while (end - first > 1 && Triangle(end - 1, center, support) == 0)
        {
            end--;
        }

        while (end - first > 1 && Triangle(first, center, support) == 0)
        {
            first++;
        }

        double sum = 0;
        for (int source = first; source < end; source++)
        {
            sum += Triangle(source, center, support);
        }

        (_starts[target], _counts[target]) = (first, end - first);
        for (int source = first; source < end; source++)
        {
            _weights[(target * _stride) + source - first] = (float)(Triangle(source, center, support) / sum);
        }
    }

    private static double Triangle(int source, double center, double support) => Math.Max(0, 1 - Math.Abs((source + 0.5 - center) / support));
}
