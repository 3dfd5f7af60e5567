using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Reads the first rows of every channel that has any; what is wrong with one does not keep the others from being read.</summary>
/// <param name="request">The job.</param>
/// <param name="mistakes">Those found before, and where more are added.</param>
/// <param name="warnings">Where is added what only the rows behind the sample could decide.</param>
/// <param name="warmStart">The model to continue from; null without one.</param>
internal sealed class ChannelSamples(JobRequest request, List<Mistake> mistakes, List<string> warnings, WarmStart? warmStart)
{
    /// <summary>Rows of a channel that are read at most.</summary>
    public const int RowsMax = 1_000;

    /// <summary>Text of a channel after which no more is read: 4 MiB.</summary>
    public const int TextBytesMax = 4 << 20;

    /// <summary>What the sampled rows of a channel take in memory at most: 64 MiB; a single row may take more.</summary>
    public const int RowBytesMax = 64 << 20;

    private const int ClassesShownMax = 10;

    private readonly ChannelReader _reader = new(request, null, TimeProvider.System);

    /// <summary>Without these, or without the file, nobody can say how a row is to be read.</summary>
    private static readonly string[] NeededToRead =
        [$"hyperparameter {TrainingHyperparameters.Task}", $"hyperparameter {TrainingHyperparameters.LabelColumn}"];

    /// <summary>Reads them, the training channel first.</summary>
    /// <param name="stop">Ends reading.</param>
    public IReadOnlyList<(SampledChannel Description, Table Table)> Read(CancellationToken stop)
    {
        var samples = new List<(SampledChannel, Table)>();
        if (mistakes.FirstOrDefault(mistake => NeededToRead.Contains(mistake.Where) || mistake.Where.Contains("hyperparameters.json", StringComparison.Ordinal)) is { } needed)
        {
            warnings.Add($"channels were not read: first correct {needed.Where}, which says how");
            return samples;
        }
        Table? train = null;
        foreach (var declaration in TrainingChannels.Rows)
        {
            if (!request.Channels.TryGetValue(declaration.Name, out var channel))
                continue;
            if (mistakes.Any(mistake => mistake.Where == $"channel {channel.Name}"))
            {
                warnings.Add($"channel {channel.Name} was not read: its configuration is wrong");
                continue;
            }
            if (StorageCheck.IsElsewhere(channel))
                continue;
            if (ReadOne(channel, train, stop) is not { } table)
                continue;
            samples.Add((Describe(channel, table), table));
            if (declaration == TrainingChannels.Train)
                train = warmStart?.Adopt(table) ?? table;
            else if (train is { IsSample: true } && table.LabelKind == LabelKind.Class)
                CompareClasses(channel.Name, table, train);
        }
        return samples;
    }

    private Table? ReadOne(Channel channel, Table? train, CancellationToken stop)
    {
        try
        {
            if (_reader.ReadSample(channel, train?.Summary, stop) is { } sample)
                return sample;
            warnings.Add($"channel {channel.Name} was not read: it comes through a pipe, which can be read once");
            return null;
        }
        catch (DataException exception)
        {
            mistakes.Add(DataMistake.Of(exception));
            return null;
        }
    }

    private void CompareClasses(string channel, Table table, Table train)
    {
        var unseen = table.Classes.Except(train.Classes).ToList();
        if (unseen.Count == 0)
            return;
        var shown = string.Join(", ", unseen.Take(ClassesShownMax)) + (unseen.Count > ClassesShownMax ? ", …" : "");
        warnings.Add($"channel {channel} has classes that the first {train.RowCount} rows of channel train do not have: {shown}. If no other row of train has them, training will refuse them");
    }

    private static SampledChannel Describe(Channel channel, Table table)
    {
        var files = CsvChannel.ListFiles(channel.Directory, channel.Name);
        var labels = table.LabelKind switch { LabelKind.Class => "classes", LabelKind.Number => "numbers", _ => "none" };
        return new(
            channel.Name, files.Count, files.Sum(file => new FileInfo(file).Length), table.RowCount, !table.IsSample, table.FeatureCount,
            labels, table.Classes, CountMissing(table.Features));
    }

    private static long CountMissing(IFeatureRows features)
    {
        long missing = 0;
        for (long row = 0; row < features.RowCount; row++)
        {
            foreach (var value in features.Row(row))
                missing += float.IsNaN(value) ? 1 : 0;
        }
        return missing;
    }
}
