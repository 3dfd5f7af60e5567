namespace EndToEnd.Docker;

/// <summary>Jobs to run in a container.</summary>
internal static class Jobs
{
    /// <summary>Four rows, one epoch: a job that only has to be a whole one.</summary>
    public static Job Small() => new Job().Channel("train", "a,1,2\nb,3,4\na,5,6\nb,7,8\n")
        .Hyperparameters(("epochs", "1"), ("threads", "1"), ("validation_fraction", "0"));

    /// <summary>Handwritten digits, with checkpoints.</summary>
    public static Job Digits(int epochs, params (string, string)[] more)
    {
        var job = new Job().Sample("digits").Hyperparameters([("epochs", $"{epochs}"), ("threads", "1"), .. more]);
        Directory.CreateDirectory(job.PathOf("checkpoints"));
        return job;
    }

    /// <summary>Fails unless the job ended well, with a whole model.</summary>
    public static void Trained(Job job, (int ExitCode, string Output, string Errors) run)
    {
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        Directory.GetFileSystemEntries(job.PathOf("model")).Select(Path.GetFileName).Order().ShouldBe(["model.json", "model.safetensors"]);
        job.Failure.ShouldBeEmpty();
    }
}
