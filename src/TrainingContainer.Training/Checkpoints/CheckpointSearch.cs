using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Finds the newest checkpoint that is whole.</summary>
/// <param name="folder">Where to look.</param>
/// <param name="observer">Is told of every one that is not whole, and why.</param>
internal sealed class CheckpointSearch(CheckpointFolder folder, TrainingObserver observer)
{
    /// <summary>The most characters of a reason: it can quote the file.</summary>
    private const int ReasonMax = 1000;

    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);

    /// <summary>Names of those that were found damaged.</summary>
    public IReadOnlySet<string> Damaged => _damaged;

    /// <summary>Finds it, reading all of its bytes.</summary>
    /// <param name="mode">What is asked for; with "never" nothing is looked at.</param>
    /// <param name="stop">Ends the search before the next file.</param>
    /// <returns>The file and what it says of itself; null when training starts afresh.</returns>
    /// <exception cref="JobInputException">There is none, and one is required; or the newest may not be read.</exception>
    public (string Path, CheckpointMetadata Metadata)? Newest(ResumePreference mode, CancellationToken stop)
    {
        var names = folder.List();
        if (mode == ResumePreference.Never)
        {
            if (names.Count > 0)
                observer.Warning($"resume=never: training starts afresh, though {folder.Path} has {names.Count} checkpoints; the newest is {names[0]}");
            return null;
        }
        foreach (var name in names)
        {
            stop.ThrowIfCancellationRequested();
            var path = folder.PathOf(name);
            try
            {
                using var reader = CheckpointFile.OpenVerified(path, out var metadata);
                return (path, metadata);
            }
            catch (UnauthorizedAccessException exception)
            {
                // it may be whole: to pass it over could cost the work of hours
                var mistake = NoPermission.Of($"checkpoint {name}", exception, path);
                throw new JobInputException([mistake with { Fix = $"{mistake.Fix}; resume=never starts afresh without it" }]);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException)
            {
                _damaged.Add(name.ToString());
                observer.Warning($"checkpoint {name} can't be used, the one before it is tried: {Shown.OneLine(Shown.Cut(exception.Message, ReasonMax))}");
            }
        }
        if (mode == ResumePreference.Require)
        {
            throw new JobInputException([new("hyperparameter resume", $"found require, but no whole checkpoint in {folder.Path} ({names.Count} files of this name looked at)",
                "check CheckpointConfig's S3Uri, or set resume to auto")]);
        }
        if (names.Count > 0)
            observer.Warning($"NONE of the {names.Count} checkpoints in {folder.Path} can be used: training starts afresh, from step 0");
        else
            observer.Notice($"no checkpoint in {folder.Path}: training starts afresh");
        return null;
    }
}
