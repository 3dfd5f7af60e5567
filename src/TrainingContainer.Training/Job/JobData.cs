using TrainingContainer.Data;

namespace TrainingContainer.Training;

/// <summary>The rows of a job, in memory or in a stream, standardized with the statistics of its training rows.</summary>
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
    DataSet Training,
    DataSet? Validation,
    DataSet? Test,
    DataSet? Unlabelled,
    int FeatureCount,
    IReadOnlyList<string> Classes,
    long[] ClassCounts,
    FeatureStatistics Statistics,
    TargetScale Target) : IDisposable
{
    /// <summary>Rows of the channels that training depends on: train and validation.</summary>
    public required IReadOnlyDictionary<string, long> ChannelRows { get; init; }

    /// <summary>Of the channels among them that come in a stream.</summary>
    public IReadOnlyDictionary<string, ChannelStatistics> Streams { get; init; } = new Dictionary<string, ChannelStatistics>();

    /// <summary>Files that rows lie in, mapped into memory.</summary>
    internal IReadOnlyList<IDisposable> Caches { get; init; } = [];

    /// <summary>What another job may want to know of channel train: all of its rows are counted, those learned from are measured.</summary>
    public ChannelStatistics TrainingStatistics => new(ChannelRows[TrainingChannels.Train.Name], Classes, ClassCounts, Statistics, Target.Mean, Target.StandardDeviation);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var cache in Caches)
            cache.Dispose();
    }
}
