using System.IO.Enumeration;

namespace TrainingContainer.Data;

/// <summary>
/// Lists the data files below a directory, through links as well, each directory once on a way: a link that leads back is not followed.
/// </summary>
internal sealed class DataFolder
{
    private const int DepthMax = 32;

    /// <summary>Links between directories can make ways without number, all of different names.</summary>
    private const int WaysMax = 100;

    private static readonly EnumerationOptions OneDirectory = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly List<string> _names = [];
    private readonly List<DirectoryIdentity> _way = [];
    private readonly Dictionary<DirectoryIdentity, int> _ways = [];

    /// <summary>
    /// The files' paths relative to the directory, in no order. Hidden ones (.name) and SageMaker's own (*.sagemaker-*) are left out.
    /// </summary>
    /// <param name="directory">That exists.</param>
    /// <exception cref="IOException">A directory cannot be read, or is reached in too many ways.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory may not be read.</exception>
    public static List<string> List(string directory)
    {
        var folder = new DataFolder();
        folder.Add(directory, "");
        return folder._names;
    }

    private void Add(string directory, string name)
    {
        DirectoryIdentity identity = FileKind.Identity(directory);
        if (_way.Contains(identity))
        {
            return;
        }

        int ways = _ways[identity] = _ways.GetValueOrDefault(identity) + 1;
        if (ways > WaysMax)
        {
            throw new IOException($"found over {WaysMax} ways through links to the directory '{directory}', expected one. Remove links between directories.");
        }

        _way.Add(identity);
        foreach ((string entry, bool isDirectory) in Entries(directory))
        {
            string path = name.Length == 0 ? entry : $"{name}/{entry}";
            if (!isDirectory)
            {
                _names.Add(path);
            }
            else if (_way.Count <= DepthMax)
            {
                Add(Path.Combine(directory, entry), path);
            }
        }

        _way.RemoveAt(_way.Count - 1);
    }

    private static IEnumerable<(string Name, bool IsDirectory)> Entries(string directory) => new FileSystemEnumerable<(string Name, bool IsDirectory)>(
        directory, (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory), OneDirectory)
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => IsData(entry.FileName),
    };

    private static bool IsData(ReadOnlySpan<char> name) => name[0] != '.' && !name.Contains(".sagemaker-", StringComparison.Ordinal);
}
