using System.Text.Json;
using TrainingContainer.Training;

namespace Benchmarks;

/// <summary>The rounds of one measurement, printed as the same JSON line that the Python peers print.</summary>
internal static class Measurement
{
    /// <summary>Prints the facts, then median, least, 90th and 99th percentile of the rounds.</summary>
    /// <param name="benchmark">step, csv or checkpoint.</param>
    /// <param name="unit">us or s.</param>
    /// <param name="rounds">One figure per round, in that unit.</param>
    /// <param name="facts">What was measured: model, threads, setting and the like.</param>
    public static void Print(string benchmark, string unit, double[] rounds, Dictionary<string, object?> facts)
    {
        var line = new Dictionary<string, object?> { ["benchmark"] = benchmark, ["side"] = "ours" };
        foreach (var (name, value) in facts)
        {
            line[name] = value;
        }

        line["unit"] = unit;
        line["median"] = Quantile(rounds, 0.5);
        line["min"] = rounds.Min();
        line["p90"] = Quantile(rounds, 0.9);
        line["p99"] = Quantile(rounds, 0.99);
        line["rounds"] = rounds.Length;
        line["peak_mb"] = PeakMegabytes();
        var versions = new Dictionary<string, string> { ["dotnet"] = Environment.Version.ToString() };
        if (TorchLibrary.Folder.Length > 0)
            (versions["libtorch"], versions["blas"]) = (TorchBuild.Current.Version, TorchBuild.Current.Blas);
        line["versions"] = versions;
        Console.WriteLine(JsonSerializer.Serialize(line));
    }

    /// <summary>The value below which that fraction of the values lies, by linear interpolation.</summary>
    private static double Quantile(double[] values, double fraction)
    {
        var ordered = values.Order().ToArray();
        var place = fraction * (ordered.Length - 1);
        var low = (int)place;
        var high = Math.Min(low + 1, ordered.Length - 1);
        return ordered[low] + ((ordered[high] - ordered[low]) * (place - low));
    }

    /// <summary>The most memory that this process had resident (VmHWM), in MB of 10^6 bytes.</summary>
    private static long PeakMegabytes()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024 / 1_000_000;
    }
}
