using TorchSharp;
using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// Checks a job as <see cref="TrainingJob"/> would, without training: configuration, output folders, device, the first rows of every
/// channel, settings against rows. It goes on after a mistake, so that one report tells them all, and it leaves nothing behind.
/// </summary>
/// <param name="paths">Where everything lies.</param>
public sealed class JobValidation(JobPaths paths)
{
    private readonly List<Mistake> _mistakes = [];
    private readonly List<string> _warnings = [];

    /// <summary>Brings the code that lies in S3, and is asked for the rest; null on SageMaker, and wherever nothing lies there. Channels in S3 are not brought.</summary>
    public IJobStorage? Storage { get; init; }

    /// <summary>Bounds the questions to S3.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Runs all checks, once.</summary>
    /// <param name="stop">Ends reading.</param>
    public ValidationReport Run(CancellationToken stop)
    {
        using var transfers = new JobTransfers(paths, Storage, new WarningsOf(_warnings));
        var request = transfers.Adapt(JobRequest.Read(paths, _mistakes, FetchCode(transfers, stop)));
        _warnings.AddRange(request.Settings.Warnings);
        _warnings.AddRange(request.UnreadChannels());
        if (request.Settings.Data.ValidationFraction == 0 && !request.Channels.ContainsKey(TrainingChannels.Validation.Name))
            _warnings.Add("no validation rows (validation_fraction=0): train:loss chooses the model");
        CheckFolder(paths.Model);
        CheckFolder(paths.OutputData);
        if (request.CheckpointFolder is { } checkpoints)
            CheckFolder(checkpoints);
        if (Storage is not null)
            new StorageCheck(request, _mistakes, _warnings).Run(Storage, Time, stop);
        var device = CheckDevice(request.Settings.Device);
        using var pretrained = OpenModel(request, stop);
        var warmStart = pretrained is null ? null : new WarmStart(request.Settings, pretrained);
        var samples = new ChannelSamples(request, _mistakes, _warnings, warmStart).Read(stop);
        var train = samples.FirstOrDefault(sample => sample.Description.Name == TrainingChannels.Train.Name).Table;
        return new()
        {
            Mistakes = _mistakes,
            Warnings = _warnings,
            Task = request.Settings.Task.ToString().ToLowerInvariant(),
            Channels = [.. samples.Select(sample => sample.Description)],
            Device = device,
            Model = train is null || !LoadTorch() ? null : CheckModel(request, warmStart, train),
            Hyperparameters = request.Settings.Hyperparameters,
        };
    }

    private string? FetchCode(JobTransfers transfers, CancellationToken stop)
    {
        try
        {
            return transfers.FetchCode(stop);
        }
        catch (JobInputException exception)
        {
            _mistakes.AddRange(exception.Mistakes);
            return null;
        }
    }

    private void CheckFolder(string folder)
    {
        if (WritableFolder.Obstacle(folder) is { } obstacle)
            _mistakes.Add(obstacle);
    }

    private PretrainedModel? OpenModel(JobRequest request, CancellationToken stop)
    {
        const string Where = "channel model";
        if (_mistakes.Any(mistake => mistake.Where == Where))
        {
            _warnings.Add($"{Where} was not read: its configuration is wrong");
            return null;
        }
        if (request.Channels.GetValueOrDefault(TrainingChannels.Model.Name) is { } channel && StorageCheck.IsElsewhere(channel))
            return null;
        try
        {
            return PretrainedModel.Open(request.Channels, stop);
        }
        catch (JobInputException exception)
        {
            _mistakes.AddRange(exception.Mistakes);
            return null;
        }
    }

    /// <summary>True when it is loaded; else a mistake says why not, once.</summary>
    private bool LoadTorch()
    {
        try
        {
            TorchLibrary.Load();
            return true;
        }
        catch (JobInputException exception)
        {
            _mistakes.AddRange(exception.Mistakes.Except(_mistakes));
            return false;
        }
    }

    private string? CheckDevice(DevicePreference preference)
    {
        try
        {
            if (!LoadTorch())
                return null;
            var choice = DeviceChoice.For(preference, torch.cuda.is_available());
            return $"{choice.Device} ({choice.Reason})";
        }
        catch (JobInputException exception)
        {
            _mistakes.AddRange(exception.Mistakes);
        }
        return null;
    }

    /// <summary>The network for the rows read; null when a mistake makes it impossible.</summary>
    private ValidatedModel? CheckModel(JobRequest request, WarmStart? warmStart, Table sample)
    {
        var settings = request.Settings;
        var train = warmStart?.Adopt(sample) ?? sample;
        var before = _mistakes.Count;
        SettingsAgainstData.Check(settings, train.Summary, _mistakes, _warnings);
        warmStart?.Check(train.Summary, _mistakes);
        CheckTrainingRows(request, train);
        if (_mistakes.Count > before || _mistakes.Any(mistake => mistake.Where.StartsWith("hyperparameter", StringComparison.Ordinal)))
            return null;
        var outputs = LossFunction.OutputCount(settings.Loss.Kind, train.Classes.Count);
        if (settings.Custom is { } custom)
            return CheckCustomModel(custom, settings, train.FeatureCount, outputs);
        var architecture = ModelArchitecture.For(settings.Model, train.FeatureCount, outputs);
        return new(settings.Model.Kind.ToString().ToLowerInvariant(), ParameterCount.Of(architecture), outputs);
    }

    private ValidatedModel? CheckCustomModel(CustomModel custom, TrainingSettings settings, int features, int outputs)
    {
        try
        {
            var network = CustomNetwork.For(custom, settings, features, outputs);
            using var model = network.Build(settings.Seed);
            return new(network.Name, model.named_parameters().Sum(named => named.parameter.NumberOfElements), outputs);
        }
        catch (JobInputException exception)
        {
            _mistakes.AddRange(exception.Mistakes);
            return null;
        }
    }

    /// <summary>Whether validation rows can be held out, and whether what is left can be trained on; only the whole channel tells, but for batches of one row.</summary>
    private void CheckTrainingRows(JobRequest request, Table train)
    {
        var settings = request.Settings;
        try
        {
            long rows = train.RowCount;
            if (!train.IsSample && settings.Data.ValidationFraction > 0 && !request.Channels.ContainsKey(TrainingChannels.Validation.Name))
                rows = Split.Of(train, settings.Data.Split, settings.Data.ValidationFraction, settings.Seed).Training.Length;
            if (!train.IsSample || settings.Data.BatchSize == 1)
                SettingsAgainstData.CheckTrainingRows(settings, rows);
        }
        catch (DataException exception)
        {
            _mistakes.Add(DataMistake.Of(exception));
        }
        catch (JobInputException exception)
        {
            _mistakes.AddRange(exception.Mistakes);
        }
    }

    private sealed class WarningsOf(List<string> warnings) : TrainingObserver
    {
        public override void Warning(string message) => warnings.Add(message);
    }
}
