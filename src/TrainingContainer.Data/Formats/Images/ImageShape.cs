namespace TrainingContainer.Data;

/// <summary>What images are made into: rows of <c>Channels × Height × Width</c> float32 numbers, 0 to 255, channel after channel, row after row.</summary>
public sealed record ImageShape
{
    /// <summary>Makes a shape.</summary>
    /// <param name="channels">1 (gray) or 3 (red, green, blue).</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Pixels in a row, at least 1; Channels × Height × Width is at most 4,194,304.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside of its range.</exception>
    public ImageShape(int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(channels is 1 or 3, true, nameof(channels));
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)height * width, RecordFault.FeatureCountMax / channels, nameof(width));
        (Channels, Height, Width) = (channels, height, width);
    }

    /// <summary>1 (gray) or 3 (red, green, blue).</summary>
    public int Channels { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Numbers in all.</summary>
    public int FeatureCount => Channels * Height * Width;
}
