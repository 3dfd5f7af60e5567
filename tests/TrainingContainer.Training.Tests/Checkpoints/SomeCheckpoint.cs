namespace TrainingContainer.Training.Tests;

/// <summary>A checkpoint's metadata with a value in every place.</summary>
internal static class SomeCheckpoint
{
    public static readonly CheckpointMetadata Metadata = new()
    {
        Job = "job-7",
        Taken = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
        Position = new(2, 3, 23, 1.25, 96),
        History = ["train:loss", "validation:loss"],
        BestEpoch = 1,
        BestIsCurrent = false,
        Objective = "validation:loss",
        Threads = 2,
        Device = "cpu",
        Settings = new Dictionary<string, string> { ["seed"] = "1", ["epochs"] = "5" },
        Data = Data,
        Goodput = GoodputRecord.None,
        Versions = new Dictionary<string, string> { ["cpu"] = "some" },
    };

    public static DataFingerprint Data => new(
        new Dictionary<string, ChannelFingerprint> { ["train"] = new(2, 1_000, 320, "ab"), ["validation"] = new(1, 100, 32, "cd") }, 4, ["no", "yes"], 320, "ef");
}
