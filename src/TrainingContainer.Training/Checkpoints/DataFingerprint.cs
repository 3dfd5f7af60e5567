using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What a job's rows are, shortly: enough to notice that they are others when it resumes.</summary>
/// <param name="Channels">By channel name.</param>
/// <param name="Features">Of a row.</param>
/// <param name="Classes">Names in the order of the outputs; empty for regression.</param>
/// <param name="TrainingRows">Rows learned from.</param>
/// <param name="Content">CRC-32C of the features' statistics and of the rows of each class: other values give another one.</param>
public sealed record DataFingerprint(
    IReadOnlyDictionary<string, ChannelFingerprint> Channels, int Features, IReadOnlyList<string> Classes, long TrainingRows, string Content)
{
    /// <summary>Takes it.</summary>
    /// <param name="request">Names the channels.</param>
    /// <param name="data">Read from them.</param>
    public static DataFingerprint Of(JobRequest request, JobData data)
    {
        var channels = new SortedDictionary<string, ChannelFingerprint>(StringComparer.Ordinal);
        foreach (var (name, rows) in data.ChannelRows)
            channels[name] = request.Channels[name].InputMode == InputMode.Pipe ? new(0, 0, rows, "") : Of(request.Channels[name].Directory, rows);
        var checksum = 0u;
        checksum = Crc32C.Add(checksum, MemoryMarshal.AsBytes<float>(data.Statistics.Means.ToArray()));
        checksum = Crc32C.Add(checksum, MemoryMarshal.AsBytes<float>(data.Statistics.StandardDeviations.ToArray()));
        checksum = Crc32C.Add(checksum, MemoryMarshal.AsBytes<long>(data.ClassCounts));
        checksum = Crc32C.Add(checksum, MemoryMarshal.AsBytes<double>([data.Target.Mean, data.Target.StandardDeviation]));
        return new(channels, data.FeatureCount, data.Classes, data.Training.Count, checksum.ToString("x8", CultureInfo.InvariantCulture));
    }

    /// <summary>What differs so much that no state can be carried over: features and classes.</summary>
    /// <param name="then">The checkpoint's.</param>
    public IEnumerable<string> Incompatible(DataFingerprint then)
    {
        if (then.Features != Features)
            yield return $"found {Features} features, the checkpoint has {then.Features}";
        if (!then.Classes.SequenceEqual(Classes))
            yield return $"found the classes {Shown(Classes)}, the checkpoint has {Shown(then.Classes)}";
    }

    /// <summary>What differs in the channels themselves, a sentence each.</summary>
    /// <param name="then">The checkpoint's.</param>
    public IEnumerable<string> ChangedChannels(DataFingerprint then)
    {
        foreach (var name in Channels.Keys.Union(then.Channels.Keys).Order(StringComparer.Ordinal))
        {
            if (!then.Channels.TryGetValue(name, out var before))
                yield return $"channel {name} is new";
            else if (!Channels.TryGetValue(name, out var now))
                yield return $"channel {name} is gone";
            else if (now != before)
                yield return string.Create(CultureInfo.InvariantCulture, $"channel {name}: found {Shown(now)}, the checkpoint has {Shown(before)}{(Shown(now) == Shown(before) ? " of other names" : "")}");
        }
    }

    /// <summary>What differs in the rows learned from, a sentence each; other settings make a difference here too (a split by another seed).</summary>
    /// <param name="then">The checkpoint's.</param>
    public IEnumerable<string> ChangedRows(DataFingerprint then)
    {
        if (then.TrainingRows != TrainingRows)
            yield return $"found {TrainingRows} training rows, the checkpoint has {then.TrainingRows}";
        else if (then.Content != Content && then.Channels.Count == Channels.Count && Channels.All(pair => then.Channels.GetValueOrDefault(pair.Key) == pair.Value))
            yield return "files of the same names and sizes have other values";
    }

    private static ChannelFingerprint Of(string directory, long rows)
    {
        var files = CsvChannel.ListFiles(directory);
        var checksum = 0u;
        long bytes = 0;
        foreach (var file in files)
        {
            var length = new FileInfo(file).Length;
            bytes += length;
            checksum = Crc32C.Add(checksum, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(directory, file)}\0{length}\0")));
        }
        return new(files.Count, bytes, rows, checksum.ToString("x8", CultureInfo.InvariantCulture));
    }

    private static string Shown(ChannelFingerprint channel) =>
        string.Create(CultureInfo.InvariantCulture, $"{channel.Files} files, {channel.Bytes} bytes, {channel.Rows} rows");

    private static string Shown(IReadOnlyList<string> classes) =>
        classes.Count == 0 ? "(none)" : string.Join(", ", classes.Take(10)) + (classes.Count > 10 ? $", … ({classes.Count})" : "");
}
