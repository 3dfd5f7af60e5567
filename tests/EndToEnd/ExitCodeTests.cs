using System.Globalization;

namespace EndToEnd;

/// <summary>Each cause that the README gives an exit code for is brought about, and the process ends with it.</summary>
public sealed class ExitCodeTests
{
    private const string Begin = "<!-- exit codes: table -->";
    private static readonly string Readme = File.ReadAllText(Repository.File("README.md"));

    private const string Rows = "0,1,2\n1,3,4\n0,5,6\n1,7,8\n";
    private static readonly string[] OwnMounts = ["--mount"];

    private static readonly Dictionary<string, Func<Job, int>> Causes = new()
    {
        ["all epochs are done"] = job => Run(job),
        ["a hyperparameter is unknown, or out of range"] = job => Run(job.Hyperparameters(("epohcs", "1"))),
        ["a channel has no rows"] = job => Run(job.Channel("train", "")),
        ["a row cannot be used"] = job => Run(job.Channel("train", Rows + "0,1\n")),
        ["training diverged"] = job => Run(job.Channel("train", "1,1,2\n2,3,4\n3,5,6\n4,7,8.5\n").Hyperparameters(
            ("task", "regression"), ("optimizer", "sgd"), ("learning_rate", "10"), ("epochs", "200"), ("threads", "1"), ("validation_fraction", "0"))),
        ["the command line is not understood"] = job => job.Run("train", "--fast").ExitCode,
        ["a folder of results is on a full disk"] = job => Mounted(job, "mount -t tmpfs -o size=4k none \"$JOB/model\""),
        ["the cache of decoded rows is on a full disk"] = job =>
            Mounted(Large(job), "mkdir \"$JOB/tmp\"; mount -t tmpfs -o size=4k none \"$JOB/tmp\"; export TMPDIR=\"$JOB/tmp\""),
        ["the folder of checkpoints is on a full disk"] = job =>
            Mounted(job, "mkdir \"$JOB/checkpoints\"; mount -t tmpfs -o size=4k none \"$JOB/checkpoints\""),
        ["a folder stands where a result will be written"] = job => Blocked(job),
        ["a folder of results is read-only"] = job => Mounted(job, "mount -t tmpfs -o ro none \"$JOB/output\""),
        ["the limit of open files is too low"] = job => Namespace.Run(job, [], "ulimit -n 64; exec \"$PROGRAM\" train").ExitCode,
    };

    public static TheoryData<string, string> Rowed => [.. Readme[Readme.IndexOf(Begin, StringComparison.Ordinal)..Readme.IndexOf("<!-- exit codes: end -->", StringComparison.Ordinal)]
        .Split('\n').Skip(3).Where(line => line.Length > 0).Select(line => line.Trim('|', ' ').Split(" | ")).Select(row => (row[0], row[1]))];

    [Fact]
    public void EveryCause_IsTried() => Rowed.Select(row => row.Data.Item1).ShouldBe(Causes.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Rowed))]
    public void Cause_HasTheExitCodeOfTheReadme(string cause, string exitCode)
    {
        using var job = new Job().Channel("train", Rows);
        job.Hyperparameters(("epochs", "1"), ("threads", "1"), ("validation_fraction", "0"));
        foreach (var folder in new[] { "model", "output" })
            Directory.CreateDirectory(job.PathOf(folder));
        Causes[cause](job).ShouldBe(int.Parse(exitCode, CultureInfo.InvariantCulture), job.Failure);
    }

    private static int Run(Job job) => job.Run("train").ExitCode;

    private static int Blocked(Job job)
    {
        Directory.CreateDirectory(job.PathOf("model", "model.safetensors"));
        var (exitCode, lines, _) = job.Run("train");
        lines.ShouldNotContain(line => line.StartsWith("epoch=", StringComparison.Ordinal), "the error must come before training");
        return exitCode;
    }

    private static int Mounted(Job job, string script)
    {
        Namespace.Require(OwnMounts);
        return Namespace.Run(job, OwnMounts, $"{script}; exec \"$PROGRAM\" train").ExitCode;
    }

    private static Job Large(Job job) => job.Channel("train", string.Concat(Enumerable.Repeat(Rows, 1_000)))
        .Hyperparameters(("epochs", "1"), ("threads", "1"), ("validation_fraction", "0"), ("memory_budget", "0"));
}
