using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TrainingContainer.Data;

/// <summary>What a cache was made from: files by name, size and time of change, their format, and how they are read. Two equal keys give equal rows.</summary>
internal static class RowCacheKey
{
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>The key of a channel as it is now.</summary>
    public static byte[] Of(string directory, IReadOnlyList<string> files, RecordFormat format, RecordChannelOptions options)
    {
        var text = new StringBuilder();
        RecordOptions records = options.Records;
        Add(text, format.GetType().Name, format.MediaType, format.Settings, records.LabelKind, records.LabelColumn, options.FeatureCount ?? 0);
        IEnumerable<KeyValuePair<string, double>> images = records.ImageList?.Labels ?? [];
        Add(text, records.ImageShape?.ToString() ?? "", records.ImageList?.Count ?? -1);
        foreach ((string name, double label) in images.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Add(text, name, label);
        }

        Add(text, options.Classes?.Count ?? -1);
        foreach (string name in options.Classes ?? [])
        {
            Add(text, name);
        }

        foreach (string file in files)
        {
            var info = new FileInfo(file);
            Add(text, Path.GetRelativePath(directory, file), info.Length, info.LastWriteTimeUtc.Ticks);
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Each part with its length before it: no two lists of parts give the same text.</summary>
    private static void Add(StringBuilder text, params ReadOnlySpan<object> parts)
    {
        foreach (object part in parts)
        {
            string shown = Convert.ToString(part, CultureInfo.InvariantCulture)!;
            text.Append(shown.Length).Append(':').Append(shown);
        }
    }
}
