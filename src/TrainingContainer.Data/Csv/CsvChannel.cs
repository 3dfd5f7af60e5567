namespace TrainingContainer.Data;

/// <summary>Reads the CSV files of a channel into memory.</summary>
public static class CsvChannel
{
    /// <summary>Reads every data file under a channel's directory.</summary>
    /// <param name="directory">The channel's directory.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellation">Stops reading within moments.</param>
    /// <exception cref="DataException">The data cannot be used; the first problem in the order of files and rows.</exception>
    public static Table Read(string directory, CsvOptions options, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Reads the given files, in the given order.</summary>
    /// <param name="files">Paths.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellation">Stops reading within moments.</param>
    /// <exception cref="DataException">The data cannot be used; the first problem in the order of files and rows.</exception>
    public static Table ReadFiles(IReadOnlyList<string> files, CsvOptions options, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The data files of a channel, in ordinal order of their paths relative to the directory.</summary>
    /// <param name="directory">The channel's directory.</param>
    public static IReadOnlyList<string> ListFiles(string directory) => throw new NotImplementedException();
}
