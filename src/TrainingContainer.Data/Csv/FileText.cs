namespace TrainingContainer.Data;

/// <summary>Opens a data file as a stream of CSV text, decompressing gzip (by its magic number; a name in .gz without it is an error).</summary>
internal static class FileText
{
    private const int GzipBufferBytesMin = 1 << 12;
    private const int GzipBufferBytesMax = 1 << 18;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="DataException">The name says gzip and the content does not, or it is a FIFO, a device or a socket.</exception>
    public static Stream Open(string path, DataPlace place)
    {
        CheckKind(path, place);

        var file = new FileStream(path, new FileStreamOptions
        {
            BufferSize = 0,
            Options = FileOptions.SequentialScan,
            Share = FileShare.ReadWrite | FileShare.Delete,
        });
        Span<byte> magic = stackalloc byte[2];
        int length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (length == 2 && magic[0] == 0x1F && magic[1] == 0x8B)
        {
            return new GzipText(new BufferedStream(file, (int)Math.Clamp(file.Length, GzipBufferBytesMin, GzipBufferBytesMax)));
        }

        if (length > 0 && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            file.Dispose();
            throw DataError.NotGzip(place);
        }

        return file;
    }

    /// <summary>Refuses what may never end, or whose opening may not: FIFOs, devices, sockets.</summary>
    /// <exception cref="DataException">The path leads to one.</exception>
    public static void CheckKind(string path, DataPlace place)
    {
        switch (FileKind.Of(path))
        {
            case FileKinds.Fifo:
                throw DataError.FifoAmongFiles(place);
            case FileKinds.Other:
                throw DataError.NoFile(place);
            default:
                return;
        }
    }
}
