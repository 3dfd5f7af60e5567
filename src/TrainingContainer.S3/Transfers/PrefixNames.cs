using System.Text;
using TrainingContainer.SageMaker;

namespace TrainingContainer.S3;

/// <summary>Which file each object below a prefix becomes, as in File mode: what follows the prefix's last slash, with folders.</summary>
internal static class PrefixNames
{
    private const int NameBytesMax = 255;
    private const int ShownMax = 5;

    /// <summary>Pairs objects with their paths relative to the channel's folder, in the order of the paths.</summary>
    /// <param name="objects">Of the prefix.</param>
    /// <param name="prefix">With or without a slash at its end; without one it may end within a name.</param>
    /// <param name="obstacles">Where is added why some can't be files.</param>
    /// <remarks>Objects that stand for folders (empty, with a slash at the end) are left out.</remarks>
    public static IReadOnlyList<(StoredObject Source, string Name)> Of(IEnumerable<StoredObject> objects, string prefix, ICollection<string> obstacles)
    {
        var files = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
        var bad = new List<string>();
        foreach (var source in objects.Where(source => source.Key.Length > 0 && !(source.Length == 0 && source.Key.EndsWith('/'))))
        {
            var name = NameOf(source.Key, prefix);
            if (!IsSafe(name))
                bad.Add(Shown.Quoted(source.Key));
            else if (!files.TryAdd(name, source))
                obstacles.Add($"found {Shown.Quoted(files[name].Key)} and {Shown.Quoted(source.Key)}, which would both be the file {Shown.Plain(name)}");
        }

        if (bad.Count > 0)
            obstacles.Add($"found {bad.Count} keys that can't be file names ({string.Join(", ", bad.Take(ShownMax))}{(bad.Count > ShownMax ? ", …" : "")})");
        var folders = files.Keys.SelectMany(FoldersOf).ToHashSet(StringComparer.Ordinal);
        foreach (var name in files.Keys.Where(folders.Contains))
            obstacles.Add($"found {Shown.Quoted(files[name].Key)} both as an object and as a folder of others");
        return [.. files.Select(pair => (pair.Value, pair.Key))];
    }

    /// <summary>Whether a prefix without a slash at its end means a folder, and has objects beside that folder as well.</summary>
    public static bool IsAmbiguous(IEnumerable<StoredObject> objects, string prefix) =>
        prefix.Length > 0 && !prefix.EndsWith('/')
        && objects.Select(source => source.Key.StartsWith(prefix + '/', StringComparison.Ordinal)).Distinct().Count() > 1;

    private static string NameOf(string key, string prefix) =>
        prefix.Length > 0 && !prefix.EndsWith('/') && key.StartsWith(prefix + '/', StringComparison.Ordinal)
            ? key[(prefix.Length + 1)..]
            : key[(prefix.LastIndexOf('/') + 1)..];

    private static IEnumerable<string> FoldersOf(string name)
    {
        for (var slash = name.IndexOf('/'); slash > 0; slash = name.IndexOf('/', slash + 1))
            yield return name[..slash];
    }

    // whoever may write objects must not choose where they land
    private static bool IsSafe(string name) => name.Length > 0 && name.Split('/').All(part =>
        part is not ("" or "." or "..") && Encoding.UTF8.GetByteCount(part) <= NameBytesMax && !part.Any(char.IsControl) && !part.Contains('\\') && !TransferFile.IsTemporary(part));
}
