using System.Globalization;
using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>
/// When Spot takes the machine back, in seconds of training: at given times (<c>at=5s,12s</c>), or by chance (<c>p=0.3/min</c>: each minute with
/// probability 0.3, drawn from <c>seed=1</c>, always the same). <c>wait=2s</c> is how long it then takes to get another machine.
/// </summary>
internal sealed class InterruptionSchedule
{
    private static readonly TimeSpan WaitDefault = TimeSpan.FromSeconds(1);

    private readonly List<TimeSpan> _times = [];
    private double _probabilityPerMinute;
    private long _seed;

    private InterruptionSchedule()
    {
    }

    /// <summary>Between an interruption and the next Starting; 1 s unless told otherwise.</summary>
    public TimeSpan Wait { get; private set; } = WaitDefault;

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">For example <c>at=5s,12s</c>; null for none.</param>
    /// <param name="where">For the message.</param>
    /// <exception cref="JobInputException">It is not understood.</exception>
    public static InterruptionSchedule Parse(string? text, string where)
    {
        var schedule = new InterruptionSchedule();
        var name = "";
        foreach (var item in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var value = item;
            if (item.IndexOf('=') is > 0 and var sign) (name, value) = (item[..sign], item[(sign + 1)..]);
            if (!schedule.TryTake(name, value))
            {
                throw new JobInputException([new Mistake(
                    where, $"found {Shown.Quoted(item)}, expected at=SECONDSs,…, or p=PROBABILITY/min with seed=INTEGER, and wait=SECONDSs", "write it like at=5s,12s or p=0.3/min,seed=1")]);
            }
        }

        schedule._times.Sort();
        return schedule;
    }

    /// <summary>The training time of an interruption; null when there is none of that number.</summary>
    /// <param name="index">How many there were before.</param>
    public TimeSpan? Time(int index)
    {
        if (index < _times.Count) return _times[index];
        if (_probabilityPerMinute <= 0) return null;
        // the time between events of probability p a minute: exponential with rate -ln(1 - p)
        var random = new KeyedRandom(RandomKey.For(_seed, DrawPurpose.Interruption));
        var minutes = 0.0;
        for (var i = _times.Count; i <= index; i++) minutes += Math.Log(1 - random.NextDouble()) / Math.Log(1 - _probabilityPerMinute);
        return TimeSpan.FromMinutes(minutes);
    }

    private bool TryTake(string name, string value)
    {
        switch (name)
        {
            case "at" when Seconds(value) is { } time:
                _times.Add(time);
                return true;
            case "wait" when Seconds(value) is { } wait:
                Wait = wait;
                return true;
            case "seed":
                return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _seed);
            case "p" when value.EndsWith("/min", StringComparison.Ordinal):
                return double.TryParse(value[..^"/min".Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _probabilityPerMinute)
                    && _probabilityPerMinute is >= 0 and < 1;
            default:
                return false;
        }
    }

    private static TimeSpan? Seconds(string value) =>
        value.EndsWith('s') && double.TryParse(value[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e9
            ? TimeSpan.FromSeconds(seconds) : null;
}
