namespace TrainingContainer.S3.Tests;

/// <summary>Bytes that differ everywhere and are the same each time.</summary>
internal static class Bytes
{
    public static byte[] Of(int length, int seed = 1)
    {
        var bytes = new byte[length];
        var state = (uint)((seed * 2_654_435_761L) | 1);
        for (var i = 0; i < length; i++)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            bytes[i] = (byte)(state >> 24);
        }

        return bytes;
    }
}
