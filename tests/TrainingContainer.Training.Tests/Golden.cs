using System.Text.Json;

namespace TrainingContainer.Training.Tests;

/// <summary>Reads ExpectedOfTraining/*.json, which make_expected.py writes: what PyTorch computes.</summary>
internal static class Golden
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>The cases of a file by name.</summary>
    public static IReadOnlyDictionary<string, T> Read<T>(string file, Func<T, string> name)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "ExpectedOfTraining", file + ".json"));
        return JsonSerializer.Deserialize<T[]>(stream, Options)!.ToDictionary(name);
    }

    /// <summary>float32 rounds at 6e-8; some tens of operations were rounded one after the other.</summary>
    public static void ShouldBeCloseTo(this IReadOnlyList<float> actual, double[] expected, string what)
    {
        actual.Count.ShouldBe(expected.Length, what);
        for (var i = 0; i < expected.Length; i++)
            ((double)actual[i]).ShouldBe(expected[i], 1e-6 + (5e-6 * Math.Abs(expected[i])), $"{what}[{i}]");
    }
}
