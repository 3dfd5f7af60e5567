using System.Text;

namespace TrainingContainer.LocalSageMaker.Containers;

/// <summary>Cuts what a process prints into lines, at line feeds only: a carriage return is part of its line.</summary>
internal static class LinePump
{
    /// <summary>The most bytes of a line: a longer one becomes several.</summary>
    public const int LineBytesMax = 256 << 10;

    /// <summary>Reads to the end.</summary>
    public static void Run(Stream output, Action<string> line)
    {
        var buffer = new byte[LineBytesMax];
        var count = 0;
        for (int read; (read = Read(output, buffer.AsSpan(count))) > 0;)
        {
            count += read;
            var start = 0;
            for (int end; (end = buffer.AsSpan(start, count - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
                line(Encoding.UTF8.GetString(buffer, start, end));
            if (start == 0 && count == buffer.Length)
            {
                line(Encoding.UTF8.GetString(buffer));
                start = count;
            }

            buffer.AsSpan(start, count - start).CopyTo(buffer);
            count -= start;
        }

        if (count > 0) line(Encoding.UTF8.GetString(buffer, 0, count));
    }

    private static int Read(Stream output, Span<byte> buffer)
    {
        try
        {
            return output.Read(buffer);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
