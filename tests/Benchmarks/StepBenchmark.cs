using System.Diagnostics;
using TorchSharp;
using TrainingContainer.Training;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>Times one training step: zero_grad, forward, cross entropy, backward, Adam. The data stay on the device.</summary>
internal static class StepBenchmark
{
    public static int Run(Arguments arguments)
    {
        HostAllocator.KeepFreedMemory();
        var name = arguments.Subject;
        var network = Network.Named(name);
        var isDefault = arguments.Has("--default");
        var threads = (int)arguments.Number("--threads", 0);
        if (!isDefault && threads > 0)
        {
            set_num_threads(threads);
        }

        var device = new Device(arguments.Text("--device", "cpu"));
        manual_seed(1);
        using var model = network.Build().to(device);
        using var inputs = randn([network.BatchSize, .. network.InputShape], device: device);
        using var labels = tensor(Labels(network)).to(device);
        using var loss = LossFunction.For(new(LossKind.CrossEntropy, 0, 1, ClassWeights.None, 0), null, device);
        var adam = AdamStep.Create(arguments.Text("--optimizer", AdamStep.Names[^1]), model);

        // by default the program measures how many threads are the fastest, as a job does at its start
        if (isDefault && device.type == DeviceType.CPU)
            new ThreadCalibration(TimeProvider.System).Run(ThreadChoice.Candidates(Environment.ProcessorCount), set_num_threads, Step, CancellationToken.None);

        var seconds = arguments.Number("--seconds", 3);
        var rounds = new double[(int)arguments.Number("--rounds", 15)];
        SecondsPerStep(Step, Math.Max(0.5, seconds / 5), device);
        for (var i = 0; i < rounds.Length; i++)
        {
            rounds[i] = SecondsPerStep(Step, seconds / rounds.Length, device) * 1e6;
        }

        Measurement.Print("step", "us", rounds, new()
        {
            ["model"] = name,
            ["batch"] = network.BatchSize,
            ["device"] = device.type.ToString().ToLowerInvariant(),
            ["optimizer"] = adam.Name,
            ["setting"] = isDefault ? "default" : "given",
            ["threads"] = get_num_threads(),
        });
        return 0;

        void Step()
        {
            using var scope = NewDisposeScope();
            adam.ZeroGradients();
            loss.Backward(model.forward(inputs), labels).Dispose();
            adam.Apply();
        }
    }

    private static long[] Labels(Network network) =>
        [.. Enumerable.Range(0, network.BatchSize).Select(row => (long)(row * 7 % network.ClassCount))];

    /// <summary>Mean over as many steps as fit into about that time.</summary>
    private static double SecondsPerStep(Action step, double seconds, Device device)
    {
        var steps = 0;
        var watch = Stopwatch.StartNew();
        do
        {
            step();
            steps++;
        }
        while (watch.Elapsed.TotalSeconds < seconds);

        if (device.type == DeviceType.CUDA)
        {
            cuda.synchronize();
        }

        return watch.Elapsed.TotalSeconds / steps;
    }
}
