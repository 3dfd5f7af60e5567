using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrainingContainer.Training;

/// <summary>
/// Where the time of a job went, summed over its attempts. It travels in checkpoints and in progress-rank0.json, so whatever it holds is
/// taken for what it can be at most: what is no number, or negative, counts as 0.
/// </summary>
public sealed record GoodputRecord
{
    private const int AttemptsMax = 1_000_000;
    private const long StepsMax = 1_000_000_000_000_000;

    /// <summary>Before the first attempt.</summary>
    public static GoodputRecord None { get; } = new();

    /// <summary>How often the job was started: 1 for a job that was never interrupted.</summary>
    public int Attempts { get; init => field = Math.Clamp(value, 0, AttemptsMax); }

    /// <summary>Optimizer steps trained; those that were trained again count again.</summary>
    public long Steps { get; init => field = Math.Clamp(value, 0, StepsMax); }

    /// <summary>How many of them were in vain: trained after the checkpoint from which the next attempt went on.</summary>
    public long RedoneSteps { get; init => field = Math.Clamp(value, 0, StepsMax); }

    /// <summary>The seconds of training that these took, part of <see cref="GoodputPhase.Training"/>.</summary>
    public double RedoneSeconds { get; init => field = Duration(value); }

    /// <summary>Seconds by phase; the names are those of <see cref="GoodputPhase"/> in snake_case. Absent: 0.</summary>
    public IReadOnlyDictionary<string, double> Seconds { get; init => field = value ?? None.Seconds; } = new Dictionary<string, double>();

    /// <summary>Of all phases together.</summary>
    [JsonIgnore]
    public double TotalSeconds => Enum.GetValues<GoodputPhase>().Sum(SecondsOf);

    /// <summary>The goodput: the share of the time that went into training that counts, from 0 to 1.</summary>
    [JsonIgnore]
    public double Share => TotalSeconds is var total and > 0 ? Math.Max(0, SecondsOf(GoodputPhase.Training) - RedoneSeconds) / total : 0;

    /// <summary>The seconds of one phase.</summary>
    public double SecondsOf(GoodputPhase phase) => Duration(Seconds.GetValueOrDefault(NameOf(phase)));

    /// <summary>
    /// The record with which the next attempt begins: everything until the interruption, where that is known, and what it lost.
    /// </summary>
    /// <param name="checkpoint">Of the checkpoint that it goes on from; null when it starts afresh.</param>
    /// <param name="last">The last that is known of the interrupted attempt; null when nothing is.</param>
    public static GoodputRecord Resumed(GoodputRecord? checkpoint, GoodputRecord? last)
    {
        var kept = checkpoint ?? None;
        var (trained, keptTrained) = (last?.SecondsOf(GoodputPhase.Training) ?? 0, kept.SecondsOf(GoodputPhase.Training));
        // older than the checkpoint: it tells nothing of what came after
        if (last is null || last.Attempts < kept.Attempts || last.Steps < kept.Steps || trained < keptTrained)
            return kept with { Attempts = kept.Attempts + 1 };
        return last with
        {
            Attempts = last.Attempts + 1,
            RedoneSteps = kept.RedoneSteps + (last.Steps - kept.Steps),
            RedoneSeconds = kept.RedoneSeconds + (trained - keptTrained),
        };
    }

    /// <summary>One line for the log: <c>goodput 97.3 % of 123.4 s: training 120.1 s, evaluation 2.0 s; 2 attempts, 35 steps (1.2 s) redone</c>.</summary>
    public string Line()
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"goodput {100 * Share:0.0} % of {TotalSeconds:0.0} s");
        // what would be shown as 0.0 is left out
        var phases = Enum.GetValues<GoodputPhase>().Where(phase => SecondsOf(phase) >= 0.05).OrderByDescending(SecondsOf).ToArray();
        for (var i = 0; i < phases.Length; i++)
            line.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? ": " : ", ")}{NameOf(phases[i]).Replace('_', ' ')} {SecondsOf(phases[i]):0.0} s");
        if (Attempts > 1)
            line.Append(CultureInfo.InvariantCulture, $"; {Attempts} attempts, {RedoneSteps} steps ({RedoneSeconds:0.0} s) redone");
        return line.ToString();
    }

    /// <summary>A phase's name in <see cref="Seconds"/>.</summary>
    internal static string NameOf(GoodputPhase phase) => JsonNamingPolicy.SnakeCaseLower.ConvertName(phase.ToString());

    private static double Duration(double seconds) => double.IsFinite(seconds) && seconds > 0 ? seconds : 0;
}
