namespace TrainingContainer.Data;

/// <summary>
/// Reads the CSV files of a channel into memory: UTF-8, commas, no header, a label column and features; plain or gzip. Rows come in the
/// order of the files, whatever the number of threads.
/// <para>
/// Lines end in LF or CRLF; blank lines do not count. Fields may be quoted. A feature is a decimal number, rounded to the nearest float32;
/// empty, ?, NaN, NA, N/A and null (in any case) mean missing and become NaN. Everything else is a <see cref="DataException"/> that names
/// file, row and column.
/// </para>
/// </summary>
public static class CsvChannel
{
    private const int LineLengthLimit = 1 << 30;

    /// <summary>Reads every data file under a channel's directory.</summary>
    /// <param name="directory">The channel's directory.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellation">Stops reading within moments.</param>
    /// <exception cref="DataException">There are no rows, or the data cannot be used; the first problem in the order of files and rows.</exception>
    public static Table Read(string directory, CsvOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<string> names = List(directory, options.ChannelName);
        return Read([.. names.Select(name => (Path.Combine(directory, name), name))], directory, options, cancellation);
    }

    /// <summary>Reads the given files, in the given order.</summary>
    /// <param name="files">Paths.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellation">Stops reading within moments.</param>
    /// <exception cref="DataException">There are no rows, or the data cannot be used; the first problem in the order of files and rows.</exception>
    public static Table ReadFiles(IReadOnlyList<string> files, CsvOptions options, CancellationToken cancellation) =>
        Read([.. files.Select(file => (file, file))], "the given files", options, cancellation);

    /// <summary>
    /// The data files of a channel, sub-directories included, in ordinal order of their paths relative to the directory. Hidden files and
    /// directories (.name) and SageMaker's own files (*.sagemaker-*) are left out.
    /// </summary>
    /// <param name="directory">The channel's directory.</param>
    /// <param name="channelName">The channel's name, for messages.</param>
    /// <returns>Full paths; none when the directory does not exist.</returns>
    /// <exception cref="DataException">The directory, or one in it, cannot be read.</exception>
    public static IReadOnlyList<string> ListFiles(string directory, string? channelName = null) =>
        [.. List(directory, channelName).Select(name => Path.Combine(directory, name))];

    private static Table Read(IReadOnlyList<(string Path, string Name)> files, string origin, CsvOptions options, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LineLengthMax, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.LineLengthMax, LineLengthLimit, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RowsMax ?? 1, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TextBytesMax ?? 1, 1, nameof(options));
        cancellation.ThrowIfCancellationRequested();
        using var reading = new CsvReading(files, options, cancellation);
        Table table = reading.Read();
        return table.RowCount > 0 ? table : throw DataError.ChannelEmpty(options.ChannelName, origin, [.. files.Select(file => file.Name)]);
    }

    private static List<string> List(string directory, string? channelName)
    {
        if (!Directory.Exists(directory))
        {
            return [];
        }

        List<string> names;
        try
        {
            names = DataFolder.List(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var place = channelName is null ? new DataPlace(null, directory) : new DataPlace(channelName);
            throw DataError.FileUnreadable(place, directory, exception);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
