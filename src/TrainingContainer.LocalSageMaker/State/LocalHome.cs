namespace TrainingContainer.LocalSageMaker.State;

/// <summary>Where this machine keeps its jobs: a folder per job.</summary>
/// <param name="Path">The folder; it need not exist.</param>
internal sealed record LocalHome(string Path)
{
    /// <summary>The folder of data that stands for S3 unless told otherwise.</summary>
    public string DefaultS3Root => System.IO.Path.Combine(Path, "s3");

    private string TrainingJobs => System.IO.Path.Combine(Path, "training-jobs");

    private string TuningJobs => System.IO.Path.Combine(Path, "hyper-parameter-tuning-jobs");

    /// <summary><c>local-sagemaker</c> in <c>$XDG_DATA_HOME</c>, or in <c>~/.local/share</c>.</summary>
    public static string Default(Func<string, string?> getVariable) => System.IO.Path.Combine(
        getVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data : System.IO.Path.Combine(getVariable("HOME") ?? "/", ".local", "share"), "local-sagemaker");

    /// <summary>A training job's folder, whether it exists or not.</summary>
    /// <param name="name">A right TrainingJobName.</param>
    public JobFolder TrainingJob(string name) => new(System.IO.Path.Combine(TrainingJobs, name));

    /// <summary>All training jobs.</summary>
    public IEnumerable<JobFolder> AllTrainingJobs() => Folders(TrainingJobs).Select(path => new JobFolder(path)).Where(job => job.Exists);

    /// <summary>A tuning job's folder, whether it exists or not.</summary>
    /// <param name="name">A right HyperParameterTuningJobName.</param>
    public TuningJobFolder TuningJob(string name) => new(System.IO.Path.Combine(TuningJobs, name));

    /// <summary>All tuning jobs.</summary>
    public IEnumerable<TuningJobFolder> AllTuningJobs() => Folders(TuningJobs).Select(path => new TuningJobFolder(path)).Where(job => job.Exists);

    // one that is being made begins with a dot
    private static IEnumerable<string> Folders(string parent) => !Directory.Exists(parent) ? []
        : Directory.EnumerateDirectories(parent).Where(path => !System.IO.Path.GetFileName(path).StartsWith('.'));
}
