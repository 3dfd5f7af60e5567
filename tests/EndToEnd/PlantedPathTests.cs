using System.Runtime.InteropServices;

namespace EndToEnd;

/// <summary>
/// Something else lies where the program reads, lists or writes a file: nothing waits for it, nothing is written through a link, and what
/// ends
/// the job is named.
/// </summary>
public sealed class PlantedPathTests
{
    private const string Rows = "0,1,2\n1,3,4\n0,5,6\n1,7,8\n";
    private const string Outside = "not the job's";

    /// <summary>Paths below the job's folder.</summary>
    private static readonly string[] Places =
    [
        "input/config/hyperparameters.json",
        "input/config/inputdataconfig.json",
        "input/config/resourceconfig.json",
        "input/config/checkpointconfig.json",
        "input/data/train/b.csv",
        "model/model.json",
        "model/.model.safetensors.sagemaker-ignore",
        "output/failure",
        "output/failure.tmp",
        "output/data/evaluation.json",
        "output/data/.statistics.json.sagemaker-ignore",
        "checkpoints/progress-rank0.json",
        "checkpoints/checkpoint-rank0-000001-step1.safetensors",
        "checkpoints/.checkpoint-rank0-000001-step2.safetensors.sagemaker-ignore",
    ];

    private static readonly string[] Kinds = ["fifo", "folder", "device", "link to a file outside", "link to nothing"];

    public static TheoryData<string, string> Planted => [.. Places.SelectMany(place => Kinds.Select(kind => (place, kind)))];

    [Theory]
    [MemberData(nameof(Planted))]
    public void PlantedPath_IsNeitherWaitedForNorWrittenThrough(string path, string kind)
    {
        using var job = new Job().Channel("train", Rows);
        job.Hyperparameters(("epochs", "2"), ("threads", "1"), ("validation_fraction", "0"), ("checkpoint_interval", "1ep"));
        foreach (var folder in new[] { "model", "output/data", "checkpoints" })
            Directory.CreateDirectory(job.PathOf(folder));
        var outside = job.PathOf("outside");
        File.WriteAllText(outside, Outside);
        Plant(job.PathOf(path), kind, outside);

        var (exitCode, lines, errors) = job.Run("train");

        exitCode.ShouldBeOneOf([0, 1, 5], ProgramLog.Excerpt(lines, errors));
        File.ReadAllText(outside).ShouldBe(Outside);
        lines.ShouldNotContain(line => line.Contains("   at TrainingContainer."), ProgramLog.Excerpt(lines, errors));
        if (exitCode != 0)
            string.Join('\n', lines).ShouldContain(Path.GetFileName(path));
    }

    private static void Plant(string path, string kind, string outside)
    {
        if (File.Exists(path))
            File.Delete(path);
        switch (kind)
        {
            case "fifo":
                MakeFifo(path, 0x180).ShouldBe(0);
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "link to nothing":
                File.CreateSymbolicLink(path, outside + "-that-is-not-there");
                break;
            default:
                File.CreateSymbolicLink(path, outside);
                break;
        }
    }

    [DllImport("libc", EntryPoint = "mkfifo")]
    private static extern int MakeFifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
