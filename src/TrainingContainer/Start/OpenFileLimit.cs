using System.Runtime.InteropServices;
using System.Text;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Start;

/// <summary>
/// How many files the process may have open (RLIMIT_NOFILE). The runtime keeps each assembly open twice, so that a low limit ends the
/// program
/// while it loads one, before it could say anything. Whatever is called here needs none but the core library.
/// </summary>
internal static unsafe class OpenFileLimit
{
    /// <summary>What the smallest job needs (98 were measured), and some more; S3, pipes and many files need more still.</summary>
    internal const int FilesMin = 112;

    /// <summary>Of an I/O error (<see cref="FailureTaxonomy"/>).</summary>
    internal const int ExitCode = 5;

    private const int OpenFiles = 7;
    private const int StandardError = 2;

    /// <summary>Whether a job can start; where it can't, standard error says so, and the failure file of a job.</summary>
    /// <param name="arguments">The command line.</param>
    public static bool Suffices(string[] arguments)
    {
        var limits = stackalloc ulong[2];
        if (GetLimit(OpenFiles, limits) != 0 || limits[0] >= FilesMin)
            return true;
        var text = Text(limits[0]);
        if (arguments is [] or ["train"])
            WriteFailure(text);
        WriteError(text);
        return false;
    }

    /// <summary>What is wrong, and how to put it right.</summary>
    internal static string Text(ulong limit) => "open files: found a limit of " + limit.ToString(null, null) + " (ulimit -n), expected at least "
        + FilesMin.ToString(null, null) + ". Fix: ulimit -n 1024 before the program starts, or docker run --ulimit nofile=1024";

    private static void WriteFailure(string text)
    {
        var folder = Environment.GetEnvironmentVariable(JobPaths.BaseDirectoryVariable);
        var output = Path.Combine(string.IsNullOrWhiteSpace(folder) ? JobPaths.DefaultBaseDirectory : folder.Trim(), JobPaths.OutputName);
        var file = new FileInfo(Path.Combine(output, JobPaths.FailureName));
        try
        {
            // a text of the user's own code stays, and what has no length may be a FIFO, which must not be opened
            if (Directory.Exists(output) && (!file.Exists || (file.Length > 0 && File.ReadAllText(file.FullName).EndsWith(FailureReport.Mark))))
                File.WriteAllText(file.FullName, text + FailureReport.Mark);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // standard error has it
        }
    }

    private static void WriteError(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + "\n");
        fixed (byte* start = bytes)
            _ = Write(StandardError, start, (nuint)bytes.Length);
    }

    // no LibraryImport: what it generates needs an assembly more
    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, ulong* limits);

    [DllImport("libc", EntryPoint = "write")]
    private static extern nint Write(int file, byte* bytes, nuint count);
}
