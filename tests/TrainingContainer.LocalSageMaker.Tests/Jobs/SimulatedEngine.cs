using TrainingContainer.LocalSageMaker.Containers;

namespace TrainingContainer.LocalSageMaker.Tests.Jobs;

/// <summary>Containers that do what a test says, in simulated time.</summary>
internal sealed class SimulatedEngine(SimulatedTime time) : IContainerEngine
{
    public string NetworkInterface => "eth0";

    /// <summary>Every container that was started, in order.</summary>
    public List<Container> Started { get; } = [];

    public int Leftovers { get; private set; }

    /// <summary>Called for each container when it has started.</summary>
    public Action<Container> Program { get; set; } = container => container.EndAfter(TimeSpan.FromSeconds(10), 0);

    public IContainer Start(ContainerPlan plan, Action<string> line)
    {
        var container = new Container(time, plan, line);
        Started.Add(container);
        Program(container);
        return container;
    }

    public void RemoveLeftovers(IEnumerable<string> hostFolders) => Leftovers++;

    internal sealed class Container(SimulatedTime time, ContainerPlan plan, Action<string> line) : IContainer
    {
        private readonly TaskCompletionSource<int> _exit = new();

        public ContainerPlan Plan => plan;

        public Task<int> Exit => _exit.Task;

        public List<string> Signals { get; } = [];

        /// <summary>What it does at SIGTERM; nothing unless told.</summary>
        public Action OnTerminate { get; set; } = () => { };

        public void Print(string text) => line(text);

        public void Write(string path, string text)
        {
            var file = Path.Combine(plan.MlFolder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        public void End(int code) => _exit.TrySetResult(code);

        public void EndAfter(TimeSpan after, int code) => After(after, () => End(code));

        public void After(TimeSpan after, Action action)
        {
            var due = time.GetUtcNow() + after;
            void Passed()
            {
                if (time.GetUtcNow() < due || Exit.IsCompleted) return;
                time.Passed -= Passed;
                action();
            }

            time.Passed += Passed;
        }

        public void Terminate()
        {
            Signals.Add("TERM");
            OnTerminate();
        }

        public void Kill()
        {
            Signals.Add("KILL");
            End(137);
        }

        public void Dispose()
        {
        }
    }
}
