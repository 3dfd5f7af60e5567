using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Reads all channels of rows of a job, splits, standardizes.</summary>
/// <param name="request">The job.</param>
/// <param name="warmStart">The model to continue from, which says how rows are standardized; null without one.</param>
/// <param name="known">Of the channels whose streams were measured before the job was interrupted, by name: they are not measured again.</param>
/// <param name="observer">Is told.</param>
/// <param name="time">Measures how long a pipe stalls.</param>
internal sealed class JobDataReader(
    JobRequest request, WarmStart? warmStart, IReadOnlyDictionary<string, ChannelStatistics> known, TrainingObserver observer, TimeProvider time)
{
    private readonly TrainingSettings _settings = request.Settings;
    private readonly ChannelReader _reader = new(request, observer, time);

    /// <summary>Reads.</summary>
    /// <param name="stop">Ends reading.</param>
    /// <exception cref="DataException">Rows are not what they should be.</exception>
    /// <exception cref="JobInputException">They do not fit the settings.</exception>
    public JobData Read(CancellationToken stop)
    {
        var given = request.Channels.TryGetValue(TrainingChannels.Statistics.Name, out var channel) ? StatisticsFile.Read(channel) : null;
        if (given is not null)
            StatisticsRules.Check(request, given, warmStart);
        var train = Adopt(ReadChannel(TrainingChannels.Train.Name, null, given, stop)!);
        SettingsAgainstData.Check(_settings, train.Summary, warmStart);
        var validation = ReadChannel(TrainingChannels.Validation.Name, train.Summary, null, stop);
        var test = ReadChannel(TrainingChannels.Test.Name, train.Summary, null, stop);

        var split = train.Table is { } rows && validation is null && _settings.Data.ValidationFraction > 0
            ? Split.Of(rows, _settings.Data.Split, _settings.Data.ValidationFraction, _settings.Seed)
            : null;
        if (train.Stream is not null && validation is null && _settings.ObjectiveMetric is { } objective && objective != TrainingMetrics.TrainLoss.Name)
        {
            throw new JobInputException([new("hyperparameter objective_metric", $"found {objective}, but the rows of channel train come in a stream, of which none can be held out, and there is no validation channel",
                "give a validation channel, or set memory_budget so that the rows fit")]);
        }
        stop.ThrowIfCancellationRequested();
        var (statistics, target) = Measure(train, split, given);
        Report(train, validation, test, split, statistics);
        var training = Rows(train, split?.Training, statistics, target);
        var heldOut = validation is not null ? Rows(validation, null, statistics, target) : split is not null ? Rows(train, split.Validation, statistics, target, isStandardized: true) : null;
        var judging = test is null ? null : Rows(test, null, statistics, target);
        // reading is over: its buffers go back, before the network needs the memory
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        SettingsAgainstData.CheckTrainingRows(_settings, training.Count);
        var counts = train.Stream?.ClassCounts ?? CountClasses((DataRows)training, train.Summary.Classes.Count);
        WarnOfClasses(train, counts);
        var isUnlabelled = test is not null && !JobRequest.HasLabel(request.Channels[TrainingChannels.Test.Name]);
        ChannelRows?[] measured = [train, validation];
        string[] names = [TrainingChannels.Train.Name, TrainingChannels.Validation.Name];
        return new(
            training, heldOut, isUnlabelled ? null : judging, isUnlabelled ? judging : null,
            train.Summary.FeatureCount, _settings.Task == TaskKind.Regression ? [] : train.Summary.Classes, counts, statistics, target)
        {
            ChannelRows = names.Zip(measured).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!.Summary.RowCount),
            Streams = names.Zip(measured).Where(pair => pair.Second?.Stream is not null).ToDictionary(pair => pair.First, pair => pair.Second!.Stream!),
            Caches = _reader.Caches,
        };
    }

    private ChannelRows? ReadChannel(string name, ChannelSummary? train, ChannelStatistics? given, CancellationToken stop) =>
        request.Channels.TryGetValue(name, out var channel) && !EmptyShard.Skip(channel, observer)
            ? _reader.Read(channel, train, known.GetValueOrDefault(name) ?? given, stop)
            : null;

    private ChannelRows Adopt(ChannelRows train) => warmStart is null ? train
        : train with { Table = train.Table is { } table ? warmStart.Adopt(table) : null, Stream = train.Stream is { } stream ? warmStart.Adopt(stream) : null };

    /// <summary>How features and labels are standardized: as for the model to continue from, as channel statistics says, or by the training rows.</summary>
    private (FeatureStatistics Features, TargetScale Target) Measure(ChannelRows train, Split? split, ChannelStatistics? given)
    {
        var measured = given ?? train.Stream;
        var statistics = measured?.Features
            ?? FeatureStatistics.Of(train.Table!.Features, split?.Training ?? AllRows(train.Table), ChannelReader.Threads(_settings), _settings.Data.StandardizedChannels);
        if (warmStart is not null)
            statistics = statistics with { Means = [.. warmStart.Features.Means], StandardDeviations = [.. warmStart.Features.StandardDeviations] };
        var target = _settings.Task != TaskKind.Regression ? TargetScale.None
            : warmStart?.Target ?? (measured is not null ? new(measured.TargetMean, measured.TargetStandardDeviation) : TargetScale.Of(train.Table!.Numbers, split?.Training));
        return (statistics, target);
    }

    /// <summary>A channel's rows as a set. In memory they are standardized in place, once; others when they come as batches.</summary>
    private DataSet Rows(ChannelRows channel, int[]? rows, FeatureStatistics statistics, TargetScale target, bool isStandardized = false)
    {
        var isRegression = _settings.Task == TaskKind.Regression;
        if (channel.Stream is not null)
        {
            return new StreamedRows(
                channel.Name, channel.Pass!, channel.Stream.Rows, channel.Stream.Classes, statistics, isRegression ? target : null,
                _settings.Data.ShuffleBuffer ?? ShuffleBufferFor(channel.Summary.FeatureCount));
        }
        var table = channel.Table!;
        var inMemory = table.Features as FeatureMatrix;
        if (inMemory is not null && !isStandardized)
            statistics.Standardize(inMemory, ChannelReader.Threads(_settings));
        if (isRegression && table.LabelKind == LabelKind.Number && !isStandardized)
            target.Standardize(table.Numbers);
        return new DataRows(
            table.Features,
            table.LabelKind == LabelKind.Class ? table.ClassIndexes : null,
            table.LabelKind == LabelKind.Number ? table.Numbers : null,
            rows)
        { Standardization = inMemory is null ? statistics : null };
    }

    private static int ShuffleBufferFor(int features)
    {
        const int RowsMax = 10_000;
        const int BytesMax = 64_000_000;
        return Math.Min(RowsMax, BytesMax / sizeof(float) / features);
    }

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

    private void WarnOfClasses(ChannelRows train, long[] counts)
    {
        var classes = train.Summary.Classes;
        string Listed(int[] some) =>
            $"{some.Length} classes ({string.Join(", ", some.Take(5).Select(c => Shown.Plain(classes[c])))}{(some.Length > 5 ? ", …" : "")})";
        int[] absent = [.. Enumerable.Range(0, counts.Length).Where(c => counts[c] == 0)];
        // a model that is continued, or num_classes, may know classes that no row has
        int[] never = absent.Length == 0 ? [] : train.Table is null ? absent : [.. absent.Except(train.Table.ClassIndexes)];
        if (absent.Length > never.Length)
            observer.Warning($"no training rows are left of {Listed([.. absent.Except(never)])}: the split holds them all out; split=stratified keeps some of each");
        if (never.Length > 0 && warmStart is not null)
            observer.Warning($"channel train has no rows of {Listed(never)} that the model of channel model knows: the network may forget them");
        else if (never.Length > 0)
            observer.Warning($"channel train has no rows of {Listed(never)}: the network can't learn them");
        if (classes.Count > 20 && classes.Count > train.Summary.RowCount / 2)
            observer.Warning($"{classes.Count} classes in {train.Summary.RowCount} rows: if the label is a number to predict, set task=regression");
    }

    private void Report(ChannelRows train, ChannelRows? validation, ChannelRows? test, Split? split, FeatureStatistics statistics)
    {
        static string Streamed(ChannelRows channel) => channel.Stream is null ? "" : ", streamed anew for each pass";
        var labels = _settings.Task == TaskKind.Classification ? $", {train.Summary.Classes.Count} classes" : "";
        observer.Notice($"channel train: {train.Summary.RowCount} rows, {train.Summary.FeatureCount} features{labels}{Streamed(train)}");
        if (validation is not null)
            observer.Notice($"channel validation: {validation.Summary.RowCount} rows{Streamed(validation)}");
        else if (split is not null)
            observer.Notice($"no validation channel: {split.Validation.Length} of the training rows held out ({_settings.Data.Split.ToString().ToLowerInvariant()})");
        else if (train.Stream is not null)
            observer.Warning("no validation rows: of a stream none are held out; train:loss chooses the model; give a validation channel");
        else
            observer.Warning("no validation rows (validation_fraction=0): train:loss chooses the model");
        if (test is not null)
            observer.Notice($"channel test: {test.Summary.RowCount} rows{(test.Table?.LabelKind == LabelKind.None ? " without label" : "")}{Streamed(test)}");
        var missing = statistics.MissingCounts.Sum();
        if (missing > 0)
            observer.Notice($"{missing} missing values in the training rows are replaced by their feature's mean");
        foreach (var unread in request.UnreadChannels())
            observer.Warning(unread);
    }
}
