namespace TrainingContainer.Data;

/// <summary>The data files of a channel in File or FastFile mode, each plain or gzip, in the order of <see cref="CsvChannel.ListFiles"/>.</summary>
public sealed class FileSource : RecordSource
{
    private readonly IReadOnlyList<(string Path, string Name)> _files;
    private int _next;

    /// <summary>All data files under a directory.</summary>
    /// <param name="channelName">The channel's name, for messages.</param>
    /// <param name="directory">The channel's directory.</param>
    /// <exception cref="DataException">There are none.</exception>
    public FileSource(string channelName, string directory)
        : this(channelName, directory, CsvChannel.ListFiles(directory, channelName))
    {
        if (_files.Count == 0)
        {
            throw DataError.ChannelEmpty(channelName, directory, []);
        }
    }

    /// <summary>The given files.</summary>
    /// <param name="channelName">The channel's name, for messages.</param>
    /// <param name="directory">The channel's directory: messages name files relative to it.</param>
    /// <param name="files">Paths, in the order to read them.</param>
    public FileSource(string channelName, string directory, IReadOnlyList<string> files)
        : base(channelName)
    {
        Origin = directory;
        _files = [.. files.Select(file => (file, Path.GetRelativePath(directory, file)))];
    }

    internal override string Origin { get; }

    internal override IReadOnlyList<string> Parts => [.. _files.Select(file => file.Name)];

    /// <inheritdoc/>
    internal override SourcePart? Next(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_next == _files.Count)
        {
            return null;
        }

        (string path, string name) = _files[_next++];
        var place = new DataPlace(ChannelName, name);
        try
        {
            return new SourcePart(FileText.Open(path, place), place);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DataError.FileUnreadable(place, path, exception);
        }
    }
}
