using System.Globalization;
using System.Text;
using System.Text.Json;
using TorchSharp;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace Benchmarks;

/// <summary>
/// Shows that memory stays flat: over many steps of one job, then over many jobs in one process. Prints living tensors, living managed
/// memory and resident memory at each tenth of the way, the last two after a collection, since the collector lets garbage lie as long as
/// there is room. Ends with 1 when tensors grow at all after the first tenth, or memory by more than <see cref="GrowthMegabytesMax"/>.
/// </summary>
internal static class MemoryBenchmark
{
    private const double GrowthMegabytesMax = 16;
    private const int Points = 10;
    private const int BatchSize = 4;
    private const long StepsPerEpochMax = 10_000;

    /// <summary>
    /// TorchSharp counts a parameter that it makes from a tensor twice, and takes one of the two back (TorchSharpDefectTests of
    /// Torch.Tests): these are the weights and biases of two layers.
    /// </summary>
    private const int CountedTwicePerJob = 4;

    public static int Run(Arguments arguments)
    {
        var steps = (long)arguments.Number("--steps", 1_000_000);
        var jobs = (long)arguments.Number("--jobs", 200);
        var isFlat = steps <= 0 || OverSteps(steps);
        isFlat = (jobs <= 0 || OverJobs(jobs)) && isFlat;
        return isFlat ? 0 : 1;
    }

    private static bool OverSteps(long steps)
    {
        var stepsPerEpoch = Math.Max(1, Math.Min(StepsPerEpochMax, steps / (2 * Points)));
        var epochs = steps / stepsPerEpoch;
        var series = new Series("steps", stepsPerEpoch * epochs, countedTwice: _ => 0);
        RunJob(stepsPerEpoch, epochs, new StepCounter(series.Reached));
        return series.IsFlat;
    }

    private static bool OverJobs(long jobs)
    {
        var series = new Series("jobs", jobs, countedTwice: done => done * CountedTwicePerJob);
        for (var done = 1; done <= jobs; done++)
        {
            RunJob(stepsPerEpoch: 20, epochs: 2, new StepCounter(_ => { }));
            series.Reached(done);
        }
        return series.IsFlat;
    }

    /// <summary>A job with all that a small one does: dropout, clipped gradients, validation, the best epoch's weights, evaluation.</summary>
    private static void RunJob(long stepsPerEpoch, long epochs, TrainingObserver observer)
    {
        var folder = Directory.CreateTempSubdirectory("memory-");
        try
        {
            var paths = new JobPaths(folder.FullName);
            Directory.CreateDirectory(paths.InputConfig);
            var channels = new[] { (Name: "train", Rows: stepsPerEpoch * BatchSize), (Name: "validation", Rows: 40L) };
            foreach (var (name, rows) in channels)
            {
                Directory.CreateDirectory(paths.Channel(name));
                File.WriteAllText(Path.Combine(paths.Channel(name), "rows.csv"), Rows(rows));
            }
            var declared = new { TrainingInputMode = "File", ContentType = "text/csv", S3DistributionType = "FullyReplicated" };
            File.WriteAllText(paths.InputDataConfigFile, JsonSerializer.Serialize(channels.ToDictionary(channel => channel.Name, _ => declared)));
            File.WriteAllText(paths.HyperparametersFile, JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["epochs"] = epochs.ToString(CultureInfo.InvariantCulture),
                ["batch_size"] = BatchSize.ToString(CultureInfo.InvariantCulture),
                ["hidden_layers"] = "[16]",
                ["dropout"] = "0.1",
                ["gradient_clip_norm"] = "1",
                ["threads"] = "1",
                ["device"] = "cpu",
            }));
            _ = new TrainingJob(paths, TextWriter.Null, observer, TimeProvider.System).Run(CancellationToken.None)
                ?? throw new InvalidOperationException("the job was stopped");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Rows(long count)
    {
        var text = new StringBuilder();
        for (long row = 0; row < count; row++)
        {
            var (a, b, c) = (Math.Sin(row * 1.7), Math.Cos(row * 2.9), Math.Sin(row * 0.3));
            text.Append(a + b + c > 0 ? "yes" : "no").Append(FormattableString.Invariant($",{a:0.0000},{b:0.0000},{c:0.0000}\n"));
        }
        return text.ToString();
    }

    /// <summary>Measures at each tenth of the way.</summary>
    /// <param name="what">steps or jobs.</param>
    /// <param name="total">How many.</param>
    /// <param name="countedTwice">How many tensors TorchSharp has counted and will not take back after so many of them.</param>
    private sealed class Series(string what, long total, Func<long, long> countedTwice)
    {
        private readonly List<(long Tensors, double Managed, double Resident)> _points = [];

        /// <summary>True when nothing has grown since the first tenth.</summary>
        public bool IsFlat
        {
            get
            {
                var tensors = _points.Max(point => point.Tensors) - _points[0].Tensors;
                var managed = _points.Max(point => point.Managed) - _points[0].Managed;
                var resident = _points.Max(point => point.Resident) - _points[0].Resident;
                var isFlat = tensors <= 0 && managed <= GrowthMegabytesMax && resident <= GrowthMegabytesMax;
                Console.WriteLine(FormattableString.Invariant($"{total} {what}: {(isFlat ? "flat" : "NOT flat")}. After the first tenth:")
                    + FormattableString.Invariant($" {tensors:+0;-0;0} tensors (at most 0), {managed:+0.0;-0.0;0.0} MB managed,")
                    + FormattableString.Invariant($" {resident:+0.0;-0.0;0.0} MB resident (at most {GrowthMegabytesMax} each)"));
                return isFlat;
            }
        }

        public void Reached(long done)
        {
            if (done % Math.Max(1, total / Points) != 0)
                return;
            // counted before the collection: finalizers would hide what was left behind
            var tensors = torch.Tensor.TotalCount - countedTwice(done);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            _points.Add((tensors, GC.GetTotalMemory(forceFullCollection: true) / 1e6, Environment.WorkingSet / 1e6));
            Console.WriteLine(FormattableString.Invariant(
                $"{done} {what}: {tensors} tensors, {_points[^1].Managed:0.0} MB managed, {_points[^1].Resident:0.0} MB resident"));
        }
    }

    private sealed class StepCounter(Action<long> reached) : TrainingObserver
    {
        private long _steps;

        public override void StepCompleted(int epoch, long step, int rows, Func<double> meanLoss) => reached(++_steps);
    }
}
