namespace TrainingContainer.LocalSageMaker.State;

/// <summary>Where this machine keeps its jobs: a folder per job.</summary>
/// <param name="Path">The folder; it need not exist.</param>
internal sealed record LocalHome(string Path)
{
    /// <summary>The folder of data that stands for S3 unless told otherwise.</summary>
    public string DefaultS3Root => System.IO.Path.Combine(Path, "s3");

    private string TrainingJobs => System.IO.Path.Combine(Path, "training-jobs");

    /// <summary><c>local-sagemaker</c> in <c>$XDG_DATA_HOME</c>, or in <c>~/.local/share</c>.</summary>
    public static string Default(Func<string, string?> getVariable) => System.IO.Path.Combine(
        getVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data : System.IO.Path.Combine(getVariable("HOME") ?? "/", ".local", "share"), "local-sagemaker");

    /// <summary>A training job's folder, whether it exists or not.</summary>
    /// <param name="name">A right TrainingJobName.</param>
    public JobFolder TrainingJob(string name) => new(System.IO.Path.Combine(TrainingJobs, name));

    /// <summary>All training jobs.</summary>
    public IEnumerable<JobFolder> AllTrainingJobs() => !Directory.Exists(TrainingJobs) ? []
        : Directory.EnumerateDirectories(TrainingJobs).Select(path => new JobFolder(path)).Where(job => !job.Name.StartsWith('.') && job.Exists);
}
