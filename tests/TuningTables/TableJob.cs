using System.Text.Json;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TuningTables;

/// <summary>Trains one point of a grid in this process, which saves its start: nine tenths of the time that a job this small takes.</summary>
internal static class TableJob
{
    /// <summary>How many epochs each job has: three reductions by three for Hyperband.</summary>
    public const int Epochs = 27;

    /// <summary>The values of some metrics after each epoch; NaN from the epoch on in which the loss was no number any more.</summary>
    /// <param name="data">A folder with the folders train and validation.</param>
    /// <param name="point">Hyperparameters.</param>
    /// <param name="seed">The hyperparameter seed.</param>
    /// <param name="measures">The metrics, without "validation:".</param>
    public static double[][] Train(string data, IEnumerable<KeyValuePair<string, string>> point, int seed, IEnumerable<string> measures)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var paths = new JobPaths(folder.FullName);
            Directory.CreateDirectory(paths.InputConfig);
            foreach (string path in (string[])[paths.InputData, paths.Model, paths.OutputData])
                Directory.CreateDirectory(path);
            string[] channels = ["train", "validation"];
            foreach (string channel in channels)
                Directory.CreateSymbolicLink(paths.Channel(channel), Path.GetFullPath(Path.Combine(data, channel)));
            Write(paths.HyperparametersFile, new Dictionary<string, string>(point)
            {
                ["epochs"] = $"{Epochs}", ["seed"] = $"{seed}", ["threads"] = "1",
            });
            Write(paths.InputDataConfigFile, channels.ToDictionary(channel => channel, _ => new { TrainingInputMode = "File", ContentType = "text/csv" }));
            var observer = new Listener([.. measures.Select(measure => TrainingMetrics.Validation(measure).Name)]);
            try
            {
                new TrainingJob(paths, TextWriter.Null, observer, TimeProvider.System).Run(CancellationToken.None);
            }
            catch (TrainingDivergedException)
            {
                // What was reported until then stands in the table.
            }

            return [.. observer.Curves.Select(curve => (double[])[.. curve, .. Enumerable.Repeat(double.NaN, Epochs - curve.Count)])];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write<T>(string path, T content) => File.WriteAllText(path, JsonSerializer.Serialize(content));

    private sealed class Listener(string[] metrics) : TrainingObserver
    {
        public List<double>[] Curves { get; } = [.. metrics.Select(_ => new List<double>())];

        public override void EpochCompleted(EpochResult result)
        {
            for (int i = 0; i < metrics.Length; i++)
                Curves[i].Add(result.Metrics.Single(named => named.Metric.Name == metrics[i]).Value);
        }
    }
}
