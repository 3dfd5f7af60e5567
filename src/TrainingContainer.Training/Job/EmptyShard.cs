using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// A channel with ShardedByS3Key gives each host its share of the objects, which may be none. Nothing to learn from is a mistake;
/// without validation or test rows a job goes on as if the channel were not there.
/// </summary>
internal static class EmptyShard
{
    /// <summary>True when this host's share of an optional channel is empty; it is told.</summary>
    /// <exception cref="JobInputException">This host's share of the training rows is empty.</exception>
    public static bool Skip(Channel channel, TrainingObserver observer)
    {
        if (!channel.IsSharded || channel.InputMode == InputMode.Pipe || CsvChannel.ListFiles(channel.Directory).Count > 0)
            return false;
        var found = $"found no files in {channel.Directory}: with ShardedByS3Key this host's share of the objects is empty";
        if (channel.Name == TrainingChannels.Train.Name)
        {
            throw new JobInputException([new($"channel {channel.Name}", $"{found}, expected rows to learn from",
                "use FullyReplicated, or store at least as many objects under the S3 prefix as there are hosts")]);
        }
        observer.Warning($"channel {channel.Name}: {found}; the job goes on as if there were no such channel");
        return true;
    }
}
