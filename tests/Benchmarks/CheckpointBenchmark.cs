using System.Diagnostics;
using TrainingContainer.Training;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// Times a checkpoint of a model with Adam's state: how long training stands still for it, how long until it is on the disk, and a plain
/// copy of the same tensors into one array, in turns. Both times a step of the optimizer has just written the state, and the destination has
/// left the caches, as in training, where a checkpoint comes every half minute or less often.
/// </summary>
internal static class CheckpointBenchmark
{
    private const double BytesPerWeight = 3 * sizeof(float);
    private const double WeightsPerLayer = 1 << 20;

    /// <summary>Larger than the caches.</summary>
    private const int OtherWorkBytes = 128 << 20;

    public static int Run(Arguments arguments)
    {
        var folder = Directory.CreateDirectory(arguments.Subject).FullName;
        var weights = arguments.Number("--megabytes", 100) * 1e6 / BytesPerWeight;
        var layers = (int)Math.Max(1, Math.Round(weights / WeightsPerLayer));
        var width = (long)Math.Sqrt(weights / layers);
        var rounds = (int)arguments.Number("--rounds", 9);
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(Enumerable.Range(0, layers).Select(layer => ($"{layer}", (nn.Module<Tensor, Tensor>)nn.Linear(width, width))));
        using var optimizer = Optimizer.For(new(OptimizerKind.Adam, 1e-3, 0, false, 0.9, 0.999, 1e-8, 0.99, 0, 0, 0), model);
        using var best = new WeightSnapshot(model);
        var history = new MetricHistory(TrainingMetrics.TrainLoss, new(0, 0));
        var state = new TrainingState(model, optimizer, best, history);
        state.Prepare();
        var bytes = state.Copy(bestIsCurrent: true).Sum(region => region.Entry.Length);
        Tensor[] live = [.. model.parameters(), .. optimizer.State.Select(one => one.Value)];
        var plain = new byte[bytes];

        var costs = new Costs();
        var checkpoints = new CheckpointFolder(folder, 0);
        using var checkpointer = new Checkpointer
        {
            Folder = checkpoints,
            Retention = new(checkpoints, 2, "", new HashSet<string>()),
            Schedule = new(default, TimeProvider.System),
            State = state,
            NextSequence = 1,
            Rank = 0,
            Describe = position => Describe(position, history),
            Observer = costs,
            Metrics = new(costs.Lines, enabled: true),
            Time = TimeProvider.System,
        };
        var (copies, stalls, durables) = (new double[rounds], new double[rounds], new double[rounds]);
        var otherWork = new byte[OtherWorkBytes];
        void Step(int round)
        {
            Array.Fill(otherWork, (byte)round);
            foreach (var parameter in model.parameters())
                parameter.grad = ones_like(parameter);
            optimizer.Step(1e-3, round + 2);
        }
        double Copy()
        {
            var watch = Stopwatch.StartNew();
            var at = plain.AsSpan();
            foreach (var tensor in live)
            {
                var source = tensor.bytes;
                source.CopyTo(at);
                at = at[source.Length..];
            }
            return watch.Elapsed.TotalSeconds;
        }
        (double Stall, double Durable) Take(int round)
        {
            var watch = Stopwatch.StartNew();
            checkpointer.Take(new(0, round + 2, round + 2, 0, 0));
            var stall = watch.Elapsed.TotalSeconds;
            checkpointer.Wait();
            return (stall, watch.Elapsed.TotalSeconds);
        }
        for (var round = -1; round < rounds; round++)
        {
            Step(round);
            var copy = Copy();
            Step(round);
            var (stall, durable) = Take(round);
            // the first is not counted: it warms up
            if (round >= 0)
                (copies[round], stalls[round], durables[round]) = (copy, stall, durable);
        }
        Directory.Delete(folder, recursive: true);
        if (costs.Failure is { } failure)
            throw new ArgumentException(failure);
        foreach (var (name, seconds) in new[] { ("plain copy", copies), ("stall", stalls), ("durable", durables) })
            Measurement.Print("checkpoint", "s", seconds, new() { ["model"] = $"{arguments.Number("--megabytes", 100):0} MB", ["setting"] = name, ["megabytes"] = bytes / 1e6 });
        return 0;
    }

    private static CheckpointMetadata Describe(TrainingPosition position, MetricHistory history) => new()
    {
        Job = "",
        Taken = TimeProvider.System.GetUtcNow(),
        Position = position,
        History = history.Names,
        BestEpoch = 0,
        BestIsCurrent = true,
        Objective = "train:loss",
        Threads = 1,
        Device = "cpu",
        Settings = new Dictionary<string, string>(),
        Data = new(new Dictionary<string, ChannelFingerprint>(), 1, [], 1, ""),
        Goodput = GoodputRecord.None,
        Versions = new Dictionary<string, string>(),
    };

    private sealed class Costs : TrainingObserver
    {
        public StringWriter Lines { get; } = new();

        public string? Failure { get; private set; }

        public override void Warning(string message) => Failure = message;
    }
}
