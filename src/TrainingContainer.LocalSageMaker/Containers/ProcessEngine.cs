using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Containers;

/// <summary>
/// Runs a program as a plain process in the image's place, with <c>SAGEMAKER_BASE_DIR</c> for <c>/opt/ml</c>. Each has a process group of its own,
/// which ends with its first process as a container does.
/// </summary>
/// <param name="program">The program; an entrypoint of the request runs instead of it.</param>
internal sealed partial class ProcessEngine(string program) : IContainerEngine
{
    private const string ProcessFile = "process";
    private const int Terminate = 15;
    private const int KillSignal = 9;

    private static readonly TimeSpan KilledTimeMax = TimeSpan.FromSeconds(10);

    // What a program needs of this machine; nothing else of the user's environment comes into a job.
    private static readonly string[] Inherited =
    [
        "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS",
    ];

    private static readonly string[] InheritedPrefixes = ["DOTNET_", "TRAINING_CONTAINER_"];

    /// <inheritdoc/>
    public string NetworkInterface => "lo";

    /// <inheritdoc/>
    public IContainer Start(ContainerPlan plan, Action<string> line)
    {
        var command = plan.Request.Entrypoint.Count == 0 ? program : InMlFolder(plan, plan.Request.Entrypoint[0]);
        // a session, and so a process group, of its own; setsid then is the program
        var start = new ProcessStartInfo("setsid") { WorkingDirectory = plan.Folder };
        foreach (var argument in (IEnumerable<string>)[command, .. plan.Request.Entrypoint.Skip(1), .. plan.Arguments]) start.ArgumentList.Add(argument);
        if (command.Contains('/') && !File.Exists(command)) throw new ContainerStartException($"there is no program {command}");
        var kept = start.Environment.Where(pair => Inherited.Contains(pair.Key) || InheritedPrefixes.Any(prefix => pair.Key.StartsWith(prefix, StringComparison.Ordinal))).ToArray();
        start.Environment.Clear();
        foreach (var (name, value) in kept) start.Environment[name] = value;
        foreach (var (name, value) in plan.Variables) start.Environment[name] = value;
        start.Environment[JobPaths.BaseDirectoryVariable] = plan.MlFolder;
        return new Container(start, Path.Combine(plan.Folder, ProcessFile), line);
    }

    /// <inheritdoc/>
    public void RemoveLeftovers(IEnumerable<string> hostFolders)
    {
        foreach (var folder in hostFolders)
        {
            var file = Path.Combine(folder, ProcessFile);
            if (!File.Exists(file)) continue;
            // the number may be another process's by now, but not with the same start time
            if (File.ReadAllText(file).Split(' ') is not [var number, var startTime]
                || !int.TryParse(number, CultureInfo.InvariantCulture, out var id) || id <= 1 || StartTime(id) != startTime) continue;
            _ = SendSignal(-id, KillSignal);
            // nothing may write any more when its folder is laid out anew
            SpinWait.SpinUntil(() => StartTime(id) != startTime, KilledTimeMax);
        }
    }

    private static string InMlFolder(ContainerPlan plan, string path) =>
        path.StartsWith($"{JobPaths.DefaultBaseDirectory}/", StringComparison.Ordinal) ? ContainerPlan.OnThisMachine(plan.Folder, path) : path;

    /// <summary>Field 22 of /proc/PID/stat, counted behind the name, which may hold anything; null when the process is gone, or ended and not yet waited for.</summary>
    private static string? StartTime(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields[0] is "Z" or "X" ? null : fields[19];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    private sealed class Container : IContainer
    {
        private readonly PrintingProcess _process;

        public Container(ProcessStartInfo start, string processFile, Action<string> line)
        {
            _process = new PrintingProcess(start, line, KillGroup);
            WholeFile.Write(processFile, $"{_process.Id} {StartTime(_process.Id)}");
        }

        public Task<int> Exit => _process.Exit;

        public void Terminate()
        {
            if (!_process.HasEnded) _ = SendSignal(_process.Id, ProcessEngine.Terminate);
        }

        public void Kill()
        {
            if (!_process.HasEnded) KillGroup(_process.Id);
        }

        public void Dispose() => _process.Dispose();

        private static void KillGroup(int id) => _ = SendSignal(-id, KillSignal);
    }
}
