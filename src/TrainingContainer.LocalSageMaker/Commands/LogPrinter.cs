using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>Prints the log lines of a job's hosts, each behind its attempt and host.</summary>
internal static class LogPrinter
{
    /// <summary>How often a follower looks for more.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Prints the whole lines that were not printed yet.</summary>
    /// <param name="job">Whose logs.</param>
    /// <param name="printed">Bytes already printed, by file.</param>
    /// <param name="output">Where to.</param>
    public static void PrintNew(JobFolder job, Dictionary<string, long> printed, TextWriter output)
    {
        foreach (var path in Directory.EnumerateFiles(job.Logs).Order(StringComparer.Ordinal))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = printed.GetValueOrDefault(path);
            var bytes = new byte[file.Length - file.Position];
            file.ReadExactly(bytes);
            var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
            printed[path] = printed.GetValueOrDefault(path) + end;
            var stream = Path.GetFileNameWithoutExtension(path);
            foreach (var line in System.Text.Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                output.WriteLine($"{stream} {line}");
        }
    }
}
