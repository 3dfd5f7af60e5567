using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>The rows of a job, standardized with the statistics of its training rows.</summary>
/// <param name="Training">Learned from.</param>
/// <param name="Validation">Choose the model; null when none are held out.</param>
/// <param name="Test">Judge the saved model; null without a test channel.</param>
/// <param name="Unlabelled">The test channel when its rows have no label: they are only predicted.</param>
/// <param name="FeatureCount">Features of a row.</param>
/// <param name="Classes">Names in the order of the outputs; empty for regression.</param>
/// <param name="ClassCounts">Training rows of each class.</param>
/// <param name="Statistics">Of the training rows' features.</param>
/// <param name="Target">Of the training rows' labels.</param>
public sealed record JobData(
    DataRows Training,
    DataRows? Validation,
    DataRows? Test,
    FeatureMatrix? Unlabelled,
    int FeatureCount,
    IReadOnlyList<string> Classes,
    long[] ClassCounts,
    FeatureStatistics Statistics,
    TargetScale Target)
{
    /// <summary>Rows of the channels that training depends on: train and validation.</summary>
    public required IReadOnlyDictionary<string, long> ChannelRows { get; init; }

    /// <summary>Reads all channels of rows, splits, standardizes.</summary>
    /// <param name="request">The job.</param>
    /// <param name="warmStart">The model to continue from, which says how rows are standardized; null without one.</param>
    /// <param name="observer">Is told.</param>
    /// <param name="time">Measures how long a pipe stalls.</param>
    /// <param name="stop">Ends reading.</param>
    /// <exception cref="DataException">Rows are not what they should be.</exception>
    /// <exception cref="JobInputException">They do not fit the settings.</exception>
    public static JobData Read(JobRequest request, WarmStart? warmStart, TrainingObserver observer, TimeProvider time, CancellationToken stop)
    {
        var settings = request.Settings;
        var reader = new ChannelReader(request, time);
        Table? ReadChannel(string name, Table? train) =>
            request.Channels.TryGetValue(name, out var channel) && !EmptyShard.Skip(channel, observer) ? reader.Read(channel, train, stop) : null;

        var train = ReadChannel(TrainingChannels.Train.Name, null)!;
        train = warmStart?.Adopt(train) ?? train;
        SettingsAgainstData.Check(settings, train, warmStart);
        var validation = ReadChannel(TrainingChannels.Validation.Name, train);
        var test = ReadChannel(TrainingChannels.Test.Name, train);

        var split = validation is null && settings.Data.ValidationFraction > 0
            ? Split.Of(train, settings.Data.Split, settings.Data.ValidationFraction, settings.Seed)
            : null;
        var threads = ChannelReader.Threads(settings);
        stop.ThrowIfCancellationRequested();
        var statistics = FeatureStatistics.Of(train.Features, split?.Training ?? AllRows(train), threads, settings.Data.StandardizedChannels);
        if (warmStart is not null)
            statistics = statistics with { Means = [.. warmStart.Features.Means], StandardDeviations = [.. warmStart.Features.StandardDeviations] };
        foreach (var table in new[] { train, validation, test })
        {
            stop.ThrowIfCancellationRequested();
            if (table is not null)
                statistics.Standardize(table.Features, threads);
        }
        var regression = settings.Task == TaskKind.Regression;
        var target = !regression ? TargetScale.None : warmStart?.Target ?? TargetScale.Of(train.Numbers, split?.Training);
        foreach (var table in new[] { train, validation, test })
        {
            if (regression && table is { LabelKind: LabelKind.Number })
                target.Standardize(table.Numbers);
        }
        Report(request, train, validation, test, split, statistics, observer);
        // reading is over: its buffers go back, before the network needs the memory
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        var training = Rows(train, split?.Training);
        SettingsAgainstData.CheckTrainingRows(settings, training.Count);
        var counts = CountClasses(training, train.Classes.Count);
        WarnOfClasses(train, counts, observer);
        return new(
            training,
            validation is not null ? Rows(validation, null) : split is not null ? Rows(train, split.Validation) : null,
            test is { LabelKind: not LabelKind.None } ? Rows(test, null) : null,
            test is { LabelKind: LabelKind.None } ? test.Features : null,
            train.FeatureCount, regression ? [] : train.Classes, counts, statistics, target)
        {
            ChannelRows = new[] { (TrainingChannels.Train.Name, Table: train), (TrainingChannels.Validation.Name, Table: validation) }
                .Where(channel => channel.Table is not null).ToDictionary(channel => channel.Name, channel => channel.Table!.RowCount),
        };
    }

    private static DataRows Rows(Table table, int[]? rows) => new(
        table.Features,
        table.LabelKind == LabelKind.Class ? table.ClassIndexes : null,
        table.LabelKind == LabelKind.Number ? table.Numbers : null,
        rows);

    private static int[] AllRows(Table table)
    {
        var rows = new int[table.RowCount];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = i;
        return rows;
    }

    private static long[] CountClasses(DataRows rows, int classCount)
    {
        var counts = new long[classCount];
        if (rows.Classes is not { } classes)
            return counts;
        if (rows.Rows is null)
        {
            foreach (var c in classes)
                counts[c]++;
        }
        else
        {
            foreach (var row in rows.Rows)
                counts[classes[row]]++;
        }
        return counts;
    }

    private static void WarnOfClasses(Table train, long[] counts, TrainingObserver observer)
    {
        static string Listed(int[] classes, Table train) =>
            $"{classes.Length} classes ({string.Join(", ", classes.Take(5).Select(c => Shown.Plain(train.Classes[c])))}{(classes.Length > 5 ? ", …" : "")})";
        int[] absent = [.. Enumerable.Range(0, counts.Length).Where(c => counts[c] == 0)];
        // a model that is continued may know classes that no row has
        int[] forgotten = absent.Length == 0 ? [] : [.. absent.Except(train.ClassIndexes)];
        if (absent.Length > forgotten.Length)
            observer.Warning($"no training rows are left of {Listed([.. absent.Except(forgotten)], train)}: the split holds them all out; split=stratified keeps some of each");
        if (forgotten.Length > 0)
            observer.Warning($"channel train has no rows of {Listed(forgotten, train)} that the model of channel model knows: the network may forget them");
        if (train.Classes.Count > 20 && train.Classes.Count > train.RowCount / 2)
            observer.Warning($"{train.Classes.Count} classes in {train.RowCount} rows: if the label is a number to predict, set task=regression");
    }

    private static void Report(
        JobRequest request, Table train, Table? validation, Table? test, Split? split, FeatureStatistics statistics, TrainingObserver observer)
    {
        var labels = request.Settings.Task == TaskKind.Classification ? $", {train.Classes.Count} classes" : "";
        observer.Notice($"channel train: {train.RowCount} rows, {train.FeatureCount} features{labels}");
        if (validation is not null)
            observer.Notice($"channel validation: {validation.RowCount} rows");
        else if (split is not null)
            observer.Notice($"no validation channel: {split.Validation.Length} of the training rows held out ({request.Settings.Data.Split.ToString().ToLowerInvariant()})");
        else
            observer.Warning("no validation rows (validation_fraction=0): train:loss chooses the model");
        if (test is not null)
            observer.Notice($"channel test: {test.RowCount} rows{(test.LabelKind == LabelKind.None ? " without label" : "")}");
        var missing = statistics.MissingCounts.Sum();
        if (missing > 0)
            observer.Notice($"{missing} missing values in the training rows are replaced by their feature's mean");
        foreach (var unread in request.UnreadChannels())
            observer.Warning(unread);
    }
}
