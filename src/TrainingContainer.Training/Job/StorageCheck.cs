using System.Globalization;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Asks S3 for what a job would bring from there and take there, and moves none of it.</summary>
/// <param name="request">The job.</param>
/// <param name="mistakes">Where is added what S3 refuses.</param>
/// <param name="warnings">Where is added what a channel has there, and that S3 could not be asked.</param>
internal sealed class StorageCheck(JobRequest request, List<Mistake> mistakes, List<string> warnings)
{
    /// <summary>The longest time for all questions together.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(30);

    private const double BytesPerMegabyte = 1e6;

    /// <summary>Asks for every channel that is not here yet, for checkpoints and for results; no more once S3 can't be reached.</summary>
    /// <param name="storage">Reaches S3.</param>
    /// <param name="time">Ends the questions after <see cref="TimeMax"/>.</param>
    /// <param name="stop">Ends them at once.</param>
    public void Run(IJobStorage storage, TimeProvider time, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(TimeMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            foreach (var channel in request.Channels.Values.Where(IsElsewhere))
                Ask(() => warnings.Add(Described(channel, storage.CheckPrefix(channel.Source!, $"channel {channel.Name}", either.Token))));
            if (request.Settings.Storage.Checkpoints is { } checkpoints)
                Ask(() => storage.CheckBucket(checkpoints, isListed: true, $"hyperparameter {TrainingHyperparameters.CheckpointS3Uri}", either.Token));
            if (request.Settings.Storage.Output is { } output)
                Ask(() => storage.CheckBucket(output, isListed: false, $"hyperparameter {TrainingHyperparameters.OutputS3Uri}", either.Token));
        }
        catch (IOException exception)
        {
            warnings.Add($"S3 was not asked for all that the job needs there: {exception.Message}");
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            warnings.Add($"S3 was not asked for all that the job needs there: found no answer within {TimeMax.TotalSeconds:0} s");
        }
    }

    /// <summary>Whether a channel's rows are in S3 and not here, so that <c>train</c> would download them.</summary>
    public static bool IsElsewhere(Channel channel) =>
        channel is { Source: not null, InputMode: not InputMode.Pipe } && !Directory.Exists(channel.Directory);

    private void Ask(Action question)
    {
        try
        {
            question();
        }
        catch (JobInputException exception)
        {
            mistakes.AddRange(exception.Mistakes);
        }
    }

    private static string Described(Channel channel, StoredFiles found) => string.Create(CultureInfo.InvariantCulture,
        $"channel {channel.Name} was not read: train downloads it from {channel.Source} ({found.Count} {(found.Count == 1 ? "file" : "files")}, {found.Bytes / BytesPerMegabyte:0.###} MB)");
}
