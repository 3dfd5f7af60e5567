using System.Text.Json;
using TrainingContainer.Data;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>What a channel consists of: the objects under a prefix or in a manifest, or the lines of an augmented manifest.</summary>
internal sealed class ChannelSource
{
    private const int ManifestBytesMax = 1 << 30;

    private readonly ChannelRequest _channel;
    private readonly IReadOnlyList<ChannelItem> _items;

    private ChannelSource(ChannelRequest channel, IReadOnlyList<ChannelItem> items) => (_channel, _items) = (channel, items);

    /// <summary>Looks up what the channel names.</summary>
    /// <exception cref="ChannelException">There is nothing, or the manifest is wrong.</exception>
    public static ChannelSource Find(IObjectStorage storage, ChannelRequest channel)
    {
        var items = Items(storage, channel);
        return items.Count > 0 ? new ChannelSource(channel, items)
            : throw new ChannelException($"channel {channel.Name}: no objects under {channel.Location}{(storage as S3Root)?.Missing(channel.Location)}; expected at least one whose key begins so");
    }

    /// <summary>A host's items in the order of an epoch.</summary>
    /// <param name="epoch">From 0; a shuffled channel has another order, and a sharded one other shards, in each.</param>
    /// <param name="host">The host's place among those that have the channel.</param>
    /// <param name="hosts">How many have it.</param>
    public IEnumerable<ChannelItem> Items(int epoch, int host, int hosts)
    {
        var order = _channel.ShuffleSeed is { } seed ? new Permutation(RandomKey.For(seed, DrawPurpose.Shuffle, epoch), _items.Count) : default(Permutation?);
        for (var i = 0; i < _items.Count; i++)
            if (!_channel.IsSharded || i % hosts == host) yield return _items[order is { } permutation ? (int)permutation[i] : i];
    }

    private static List<ChannelItem> Items(IObjectStorage storage, ChannelRequest channel)
    {
        try
        {
            return channel.DataType switch
            {
                "ManifestFile" => Manifest(storage, channel),
                "AugmentedManifestFile" => [.. Read(storage, channel).Split('\n').Where(line => line.AsSpan().Trim().Length > 0).Select(line => new ChannelItem(channel.Location, "", line))],
                _ => Prefix(storage, channel.Location),
            };
        }
        catch (Exception exception) when (exception is FileNotFoundException or StorageException)
        {
            throw new ChannelException($"channel {channel.Name}: {exception.Message}");
        }
    }

    private static List<ChannelItem> Prefix(IObjectStorage storage, S3Location prefix) =>
        [.. storage.List(prefix).Select(key => new ChannelItem(prefix with { Key = key }, PathBelow(prefix.Key, key)))];

    // Below a folder its path; a partial name is no folder, so what it finds keeps the path from the folder that it stands in.
    private static string PathBelow(string prefix, string key)
    {
        var rest = key[prefix.Length..];
        return rest.StartsWith('/') ? rest[1..] : prefix.Length == 0 || (prefix.EndsWith('/') && rest.Length > 0) ? rest : key[(prefix.LastIndexOf('/') + 1)..];
    }

    private static List<ChannelItem> Manifest(IObjectStorage storage, ChannelRequest channel)
    {
        var where = $"channel {channel.Name}, manifest {channel.Location}";
        try
        {
            using var manifest = JsonDocument.Parse(Read(storage, channel));
            var entries = manifest.RootElement.EnumerateArray().ToArray();
            var prefix = entries.Length > 0 && entries[0].ValueKind == JsonValueKind.Object ? entries[0].Text("prefix") : null;
            if (prefix is null || S3Location.TryParse(prefix) is not { Key: var start } location)
                throw new ChannelException($"{where}: expected the first entry to be {{\"prefix\": \"s3://bucket/folder/\"}}");
            return [.. entries[1..].Select(entry => entry.GetString()!).Select(path => S3Root.IsPath(path)
                ? new ChannelItem(location with { Key = start + path }, path)
                : throw new ChannelException($"{where}: found {path}, expected the rest of a key"))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ChannelException($"{where}: expected a JSON array of an object and strings ({exception.Message})");
        }
    }

    private static string Read(IObjectStorage storage, ChannelRequest channel)
    {
        using var file = storage.Open(channel.Location);
        if (file.Length > ManifestBytesMax) throw new ChannelException($"channel {channel.Name}: {channel.Location} has more than {ManifestBytesMax} bytes");
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
