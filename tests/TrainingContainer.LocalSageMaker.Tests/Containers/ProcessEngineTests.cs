using TrainingContainer.LocalSageMaker.Containers;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Tests.Requests;

namespace TrainingContainer.LocalSageMaker.Tests.Containers;

public sealed class ProcessEngineTests
{
    private static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(null, null, "train")]
    [InlineData(null, "[\"a b\",\"c\"]", "a b|c")]
    [InlineData("[\"echo\"]", null, "")]
    [InlineData("[\"echo\",\"x\"]", "[\"y\"]", "x|y")]
    public async Task Start_HasTheArgumentsOfTheContract(string? entrypoint, string? arguments, string printed)
    {
        using var host = new Host(request => request.With("AlgorithmSpecification.ContainerEntrypoint", entrypoint).With("AlgorithmSpecification.ContainerArguments", arguments));

        await Ended(host.Start(new ProcessEngine("/bin/echo")));

        host.Lines.ShouldBe([printed.Replace('|', ' ')]);
    }

    [Fact]
    public async Task Start_TakesBothOutputsAndOnlyTheServicesVariables()
    {
        Environment.SetEnvironmentVariable("SECRET_OF_THIS_TEST", "1");
        using var host = new Host("echo out; echo err >&2; env | sort; pwd; exit 7");

        (await Ended(host.Start())).ShouldBe(7);

        host.Lines.ShouldContain("out");
        host.Lines.ShouldContain("err");
        host.Lines.ShouldContain("A=1");
        host.Lines.ShouldContain($"SAGEMAKER_BASE_DIR={host.Folder}/ml");
        host.Lines.ShouldContain(host.Folder);
        host.Lines.ShouldNotContain(line => line.Contains("SECRET_OF_THIS_TEST"));
    }

    [Theory]
    [InlineData("trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done", 5)]
    [InlineData("echo ready; exec sleep 60", 143)]
    public async Task Terminate_SendsSigterm(string script, int code)
    {
        using var host = new Host(script);
        var container = host.Start();
        host.Until("ready");

        container.Terminate();

        (await Ended(container)).ShouldBe(code);
    }

    [Fact]
    public async Task Exit_OfTheFirstProcess_EndsTheOthers()
    {
        using var host = new Host("sleep 300 & echo $!; exit 0");

        await Ended(host.Start());

        SpinWait.SpinUntil(() => !File.Exists($"/proc/{host.Lines[0]}/stat") || File.ReadAllText($"/proc/{host.Lines[0]}/stat").Contains(") Z "), EndTimeMax).ShouldBeTrue();
    }

    [Fact]
    public async Task RemoveLeftovers_KillsWhatAnEarlierRunnerHasStartedAndNothingElse()
    {
        using var host = new Host("echo ready; exec sleep 300");
        var container = host.Start();
        host.Until("ready");
        var file = Path.Combine(host.Folder, "process");
        var text = File.ReadAllText(file);

        File.WriteAllText(file, text.Split(' ')[0] + " 1");
        new ProcessEngine("/bin/true").RemoveLeftovers([host.Folder]);
        container.Exit.IsCompleted.ShouldBeFalse("a process with another start time is another process");

        File.WriteAllText(file, text);
        new ProcessEngine("/bin/true").RemoveLeftovers([host.Folder, "/nonexistent"]);
        (await Ended(container)).ShouldBe(137);
    }

    [Fact]
    public void Start_NoSuchProgram_SaysSo()
    {
        using var host = new Host(_ => { });

        Should.Throw<ContainerStartException>(() => host.Start(new ProcessEngine("/nonexistent/program"))).Message.ShouldBe("there is no program /nonexistent/program");
    }

    [Fact]
    public void LinePump_CutsAtLineFeedsOnly_AndLongLinesIntoSeveral()
    {
        var lines = new List<string>();
        LinePump.Run(new MemoryStream(System.Text.Encoding.UTF8.GetBytes("a\rb\nc\n\n" + new string('x', LinePump.LineBytesMax + 5))), lines.Add);

        lines.Select(line => line.Length > 10 ? line.Length.ToString() : line).ShouldBe(["a\rb", "c", "", $"{LinePump.LineBytesMax}", "xxxxx"]);
    }

    private static Task<int> Ended(IContainer container) => container.Exit.WaitAsync(EndTimeMax, TestContext.Current.CancellationToken);

    private sealed class Host : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly TrainingJobRequest _request;
        private readonly List<string> _lines = [];
        private IContainer? _container;

        public Host(Action<SampleRequest> change)
        {
            var request = new SampleRequest();
            change(request);
            _request = TrainingJobRequest.Read(request.Json, new RequestFindings());
            Directory.CreateDirectory(Folder);
        }

        public Host(string script)
            : this(request => request.With("AlgorithmSpecification.ContainerEntrypoint", "[\"sh\",\"-c\"]")
                .With("AlgorithmSpecification.ContainerArguments", System.Text.Json.JsonSerializer.Serialize(new[] { script })))
        {
        }

        public string Folder => _folder.PathOf("algo-1");

        public List<string> Lines
        {
            get
            {
                lock (_lines) return [.. _lines];
            }
        }

        public IContainer Start(ProcessEngine? engine = null) => _container = (engine ?? new ProcessEngine("/bin/true")).Start(
            new ContainerPlan("algo-1", Folder, _request, new Dictionary<string, string> { ["A"] = "1" }), line =>
            {
                lock (_lines) _lines.Add(line);
            });

        public void Until(string line) => SpinWait.SpinUntil(() => Lines.Contains(line), EndTimeMax).ShouldBeTrue();

        public void Dispose()
        {
            _container?.Kill();
            _container?.Dispose();
            _folder.Dispose();
        }
    }
}
