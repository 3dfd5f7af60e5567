using System.Text.Json;
using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// statistics.json: what a job knew of its training rows. Every job writes it; as channel statistics it spares another job the first pass
/// over a stream, and has it standardize its rows in the same way.
/// </summary>
public static class StatisticsFile
{
    /// <summary>Its name.</summary>
    public const string Name = "statistics.json";

    private const int BytesMax = 256 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = 8,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes it, whole or not at all.</summary>
    /// <param name="path">Usually /opt/ml/output/data/statistics.json.</param>
    /// <param name="statistics">Of the training rows.</param>
    public static void Write(string path, ChannelStatistics statistics) => WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, statistics, Json));

    /// <summary>Reads the one file of a channel.</summary>
    /// <param name="channel">Channel statistics.</param>
    /// <exception cref="JobInputException">There is not one, or it is something else.</exception>
    public static ChannelStatistics Read(Channel channel)
    {
        const string Fix = $"give the {Name} that a job of this program left in its output";
        var where = $"channel {channel.Name}";
        var files = CsvChannel.ListFiles(channel.Directory, channel.Name);
        if (files.Count != 1 || new FileInfo(files[0]).Length is 0 or > BytesMax)
            throw new JobInputException([new(where, $"found {files.Count} files in {channel.Directory}, expected one of 1 byte to {ByteSize.Shown(BytesMax)}", Fix)]);
        if (PathKind.OtherThanFile(files[0]) is { } other)
            throw new JobInputException([new($"{where}, file {Path.GetFileName(files[0])}", $"found {other}, expected a file", Fix)]);
        try
        {
            using var stream = File.OpenRead(files[0]);
            var statistics = JsonSerializer.Deserialize<ChannelStatistics>(stream, Json);
            return statistics is not null && IsUsable(statistics) ? statistics
                : throw new JobInputException([new(where, $"found numbers in {Path.GetFileName(files[0])} that do not fit together, expected statistics of rows", Fix)]);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new JobInputException([NoPermission.Of($"{where}, file {Path.GetFileName(files[0])}", exception, files[0])]);
        }
        catch (JsonException exception)
        {
            throw new JobInputException([new(where, $"found no statistics in {Path.GetFileName(files[0])}: {Shown.OneLine(exception.Message)}", Fix)]);
        }
    }

    /// <summary>Whether the numbers can be those of rows.</summary>
    internal static bool IsUsable(ChannelStatistics? statistics) =>
        statistics is { Rows: > 0, Features: { Means.Length: > 0 } features }
        && features.StandardDeviations?.Length == features.Means.Length && features.MissingCounts?.Length == features.Means.Length
        && features.Means.All(float.IsFinite) && features.StandardDeviations.All(deviation => float.IsFinite(deviation) && deviation > 0)
        && double.IsFinite(statistics.TargetMean) && double.IsFinite(statistics.TargetStandardDeviation) && statistics.TargetStandardDeviation > 0
        && !statistics.Classes.Contains(null!) && statistics.Classes.Distinct(StringComparer.Ordinal).Count() == statistics.Classes.Count
        && statistics.ClassCounts.Length == statistics.Classes.Count && statistics.ClassCounts.All(count => count >= 0 && count <= statistics.Rows);
}
