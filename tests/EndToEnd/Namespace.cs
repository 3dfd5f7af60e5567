using System.Diagnostics;

namespace EndToEnd;

/// <summary>Runs the program as a container would: in Linux namespaces of its own. Needs root.</summary>
internal static class Namespace
{
    /// <summary>Flags of unshare: the program is process 1, as it is in a container.</summary>
    public static readonly string[] ProcessOne = ["--pid", "--fork", "--mount-proc", "--kill-child"];

    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(2);

    /// <summary>Skips the test where such namespaces cannot be made.</summary>
    public static void Require(params string[] flags)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", [.. flags, "true"]) { RedirectStandardError = true })!;
            process.WaitForExit();
            if (process.ExitCode == 0)
                return;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // there is no such program
        }
        Assert.Skip($"unshare {string.Join(' ', flags)} does not work here: it needs root and the right to make namespaces");
    }

    /// <summary>Starts a program; the script finds the program as $PROGRAM and the job as $JOB.</summary>
    public static Process Start(Job job, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PROGRAM"] = Repository.Program;
        start.Environment["JOB"] = job.Folder;
        start.Environment["SAGEMAKER_BASE_DIR"] = job.Folder;
        return Process.Start(start)!;
    }

    /// <summary>The process that is number 1 inside, by its number outside.</summary>
    public static int FirstProcess(Process unshare) =>
        int.Parse(File.ReadAllText($"/proc/{unshare.Id}/task/{unshare.Id}/children").Trim(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Runs a shell script inside "unshare FLAGS" (none: outside of it) to its end.</summary>
    public static (int ExitCode, string Log) Run(Job job, string[] flags, string script)
    {
        string[] shell = ["sh", "-euc", script];
        using var process = Start(job, flags.Length == 0 ? shell : ["unshare", .. flags, .. shell]);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (!process.WaitForExit(RunTimeMax))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"the program still ran after {RunTimeMax}");
        }
        return (process.ExitCode, output.Result + errors.Result);
    }
}
