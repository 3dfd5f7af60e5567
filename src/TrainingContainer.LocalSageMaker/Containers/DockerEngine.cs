using System.Diagnostics;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Containers;

/// <summary>Runs the request's TrainingImage by docker. The hosts of a job share a network in which their names resolve.</summary>
/// <param name="jobName">Names the containers and the network.</param>
internal sealed class DockerEngine(string jobName) : IContainerEngine
{
    private const string Docker = "docker";

    private static readonly TimeSpan CommandTimeMax = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public string NetworkInterface => "eth0";

    private string Network => $"local-sagemaker-{jobName}";

    /// <inheritdoc/>
    public IContainer Start(ContainerPlan plan, Action<string> line)
    {
        if (plan.Request.Image is not { } image) throw new ContainerStartException("the request has no TrainingImage");
        var (code, output) = Command("image", "inspect", "--format", "{{.Id}}", image);
        if (code != 0) throw new ContainerStartException($"docker has no image {image} on this machine: {Shown.OneLine(output.Trim())}");
        var isAlone = plan.Request.Groups.Sum(group => group.Count) == 1;
        if (!isAlone && Command("network", "inspect", Network).Code != 0)
            Command(plan.Request.IsIsolated ? ["network", "create", "--internal", Network] : ["network", "create", Network]);
        var name = ContainerName(plan.Host);
        List<string> arguments =
        [
            "run", "--rm", "--sig-proxy=false", "--name", name, "--hostname", plan.Host, "--volume", $"{plan.MlFolder}:{JobPaths.DefaultBaseDirectory}",
            .. isAlone ? plan.Request.IsIsolated ? ["--network", "none"] : Array.Empty<string>() : ["--network", Network, "--network-alias", plan.Host],
        ];
        if (plan.Request.Checkpoints is not null && !plan.Request.CheckpointPath.StartsWith(JobPaths.DefaultBaseDirectory + '/', StringComparison.Ordinal))
            arguments.AddRange(["--volume", $"{ContainerPlan.OnThisMachine(plan.Folder, plan.Request.CheckpointPath)}:{plan.Request.CheckpointPath}"]);
        foreach (var channel in plan.Request.Channels.Where(channel => channel.InputMode == "FastFile"))
        {
            var path = $"{JobPaths.DefaultBaseDirectory}/input/data/{channel.Name}";
            if (Directory.Exists(ContainerPlan.OnThisMachine(plan.Folder, path)))
                arguments.AddRange(["--volume", $"{ContainerPlan.OnThisMachine(plan.Folder, path)}:{path}:ro"]);
        }

        if (File.Exists("/dev/nvidiactl")) arguments.AddRange(["--gpus", "all"]);
        // names only: values would stand in the list of processes; docker's own variables are not to reach its client
        foreach (var (variable, value) in plan.Variables)
            arguments.AddRange(["--env", variable.StartsWith("DOCKER_", StringComparison.Ordinal) ? $"{variable}={value}" : variable]);
        if (plan.Request.Entrypoint.Count > 0) arguments.AddRange(["--entrypoint", plan.Request.Entrypoint[0]]);
        arguments.AddRange([image, .. plan.Request.Entrypoint.Skip(1), .. plan.Arguments]);
        var start = new ProcessStartInfo(Docker, arguments);
        foreach (var (variable, value) in plan.Variables)
            if (!variable.StartsWith("DOCKER_", StringComparison.Ordinal)) start.Environment[variable] = value;
        return new Container(start, name, line);
    }

    /// <inheritdoc/>
    public void RemoveLeftovers(IEnumerable<string> hostFolders)
    {
        foreach (var folder in hostFolders) Command("rm", "--force", ContainerName(Path.GetFileName(folder)));
        Command("network", "rm", Network);
    }

    private static (int Code, string Output) Command(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Docker, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(CommandTimeMax))
            {
                process.Kill();
                throw new ContainerStartException($"docker {arguments[0]} did not end within {CommandTimeMax.TotalSeconds} s");
            }

            return (process.ExitCode, output.Result + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new ContainerStartException($"docker cannot be started: {exception.Message}");
        }
    }

    private string ContainerName(string host) => $"local-sagemaker-{jobName}-{host}";

    private sealed class Container(ProcessStartInfo start, string name, Action<string> line) : IContainer
    {
        private readonly PrintingProcess _client = new(start, line, _ => { });

        public Task<int> Exit => _client.Exit;

        public void Terminate() => Command("kill", "--signal", "TERM", name);

        public void Kill() => Command("kill", "--signal", "KILL", name);

        public void Dispose() => _client.Dispose();
    }
}
