using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Storage;

namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>A channel in File or FastFile mode: copies of its objects in a folder; read-only in FastFile mode.</summary>
internal static class FileChannel
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Writable = Readable | UnixFileMode.UserWrite;

    /// <summary>Makes the folder; it is empty where there are fewer objects than hosts.</summary>
    /// <exception cref="ChannelException">An object of the manifest is not there.</exception>
    public static void Fill(S3Root storage, ChannelRequest channel, IEnumerable<ChannelItem> items, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var item in items)
        {
            var path = Path.Combine(folder, item.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                using var source = storage.Open(item.Location);
                using var copy = new FileStream(path, FileMode.Create, FileAccess.Write);
                source.CopyTo(copy);
            }
            catch (FileNotFoundException exception)
            {
                throw new ChannelException($"channel {channel.Name}: {exception.Message}");
            }

            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, channel.InputMode == "FastFile" ? Readable : Writable);
        }
    }
}
