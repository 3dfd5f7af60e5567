using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>A channel in File or FastFile mode: copies of its objects in a folder; read-only in FastFile mode.</summary>
internal static class FileChannel
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Writable = Readable | UnixFileMode.UserWrite;

    /// <summary>Makes the folder; it is empty where there are fewer objects than hosts.</summary>
    /// <exception cref="ChannelException">An object is not there, can't be read, or can't be a file.</exception>
    public static void Fill(IObjectStorage storage, ChannelRequest channel, IEnumerable<ChannelItem> items, string folder)
    {
        Directory.CreateDirectory(folder);
        var files = items.Select(item => (item.Location, Path: PathOf(channel, item, folder))).ToArray();
        try
        {
            foreach (var parent in files.Select(file => Path.GetDirectoryName(file.Path)!).Distinct()) Directory.CreateDirectory(parent);
            if (files.FirstOrDefault(file => Directory.Exists(file.Path)) is { Path: not null } both)
                throw new ChannelException($"channel {channel.Name}: found {both.Location} both as an object and as a folder of others, which no folder can hold");
            storage.Fetch(files);
        }
        catch (Exception exception) when (exception is FileNotFoundException or StorageException)
        {
            throw new ChannelException($"channel {channel.Name}: {exception.Message}");
        }

        foreach (var (_, path) in files)
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, channel.InputMode == "FastFile" ? Readable : Writable);
    }

    // whoever may write objects must not choose where they land
    private static string PathOf(ChannelRequest channel, ChannelItem item, string folder) => S3Root.IsPath(item.Path) && item.Path.Length > 0
        ? Path.Combine(folder, item.Path)
        : throw new ChannelException($"channel {channel.Name}: found the key {Shown.Quoted(item.Location.Key)}, which can't be a file's path, expected one without empty, \".\" or \"..\" parts");
}
