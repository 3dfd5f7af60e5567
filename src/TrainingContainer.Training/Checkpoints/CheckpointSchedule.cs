namespace TrainingContainer.Training;

/// <summary>
/// Says when a checkpoint is due. A given interval is counted from the last one taken, or from the start. Left to us, it is Young's
/// √(2·C·M): of all intervals the one that loses the least time to checkpoints (C, how long training stands still for one) and to work
/// redone after an interruption (M, the mean time between two). It is at least 30 s, at least 100·C, so that checkpoints take below 1 %
/// of the time, and whatever that gives at most 15 min. The end of an epoch is then taken as well where that is cheap.
/// </summary>
/// <remarks>
/// Source: J. W. Young, "A first order approximation to the optimum checkpoint interval", CACM 17(9), 1974. J. T. Daly's refinement
/// (FGCS 22(3), 2006) differs from it only where C is not small beside M. Time is asked as a timestamp, which no change of the wall clock
/// moves. Belongs to the training thread.
/// </remarks>
internal sealed class CheckpointSchedule
{
    /// <summary>The mean time between two interruptions, assumed: the service tells none, and the interval follows its square root only.</summary>
    public static readonly TimeSpan MeanTimeBetweenInterruptions = TimeSpan.FromHours(2);

    /// <summary>The shortest interval that is chosen; also the first, before a checkpoint's cost is known.</summary>
    public static readonly TimeSpan IntervalMin = TimeSpan.FromSeconds(30);

    /// <summary>The longest interval that is chosen, whatever a checkpoint costs.</summary>
    public static readonly TimeSpan IntervalMax = TimeSpan.FromMinutes(15);

    /// <summary>The least time since the last checkpoint for the end of an epoch to be taken.</summary>
    public static readonly TimeSpan EpochIntervalMin = TimeSpan.FromSeconds(10);

    /// <summary>An interval of so many times a checkpoint's cost keeps the overhead below 1 %.</summary>
    private const double CostsPerIntervalMin = 100;

    private readonly CheckpointInterval _interval;
    private readonly TimeProvider _time;

    private long _epochsSince;
    private long _stepDue = long.MaxValue;

    // timestamps
    private long _last;
    private long _due = long.MaxValue;
    private long _dueAtEpochEnd = long.MaxValue;

    private TimeSpan _intervalNow;
    private TimeSpan _epochIntervalNow = EpochIntervalMin;

    /// <summary>Starts counting.</summary>
    /// <param name="interval">As asked for.</param>
    /// <param name="time">Only its timestamps are used.</param>
    /// <param name="step">Optimizer steps done: those of the checkpoint that a job goes on from.</param>
    public CheckpointSchedule(CheckpointInterval interval, TimeProvider time, long step = 0)
    {
        (_interval, _time) = (interval, time);
        _intervalNow = interval.Unit == CheckpointUnit.Seconds ? TimeSpan.FromSeconds(interval.Count) : IntervalMin;
        Taken(step);
    }

    /// <summary>The time between two checkpoints; null when it is counted in batches or epochs.</summary>
    public TimeSpan? Interval => _interval.Unit is CheckpointUnit.Auto or CheckpointUnit.Seconds ? _intervalNow : null;

    /// <summary>Whether a checkpoint is due. One that is not taken then stays due.</summary>
    /// <param name="step">Optimizer steps done.</param>
    /// <param name="endOfEpoch">True once for each epoch, after its evaluation.</param>
    public bool IsDue(long step, bool endOfEpoch)
    {
        if (endOfEpoch)
            _epochsSince++;
        return _interval.Unit switch
        {
            CheckpointUnit.Batches => step >= _stepDue,
            CheckpointUnit.Epochs => _epochsSince >= _interval.Count,
            _ => _time.GetTimestamp() >= (endOfEpoch ? Math.Min(_due, _dueAtEpochEnd) : _due),
        };
    }

    /// <summary>Begins the next interval.</summary>
    /// <param name="step">Optimizer steps done.</param>
    public void Taken(long step)
    {
        _last = _time.GetTimestamp();
        _epochsSince = 0;
        if (_interval.Unit == CheckpointUnit.Batches)
            _stepDue = ((step / _interval.Count) + 1) * _interval.Count;
        SetTimes();
    }

    /// <summary>Tells what the last checkpoint cost; chooses the interval after it.</summary>
    /// <param name="stall">The training thread stood still for it.</param>
    /// <param name="write">Checksumming, writing and syncing in the background.</param>
    public void Cost(TimeSpan stall, TimeSpan write)
    {
        if (_interval.Unit != CheckpointUnit.Auto)
            return;
        var young = TimeSpan.FromSeconds(Math.Sqrt(2 * stall.TotalSeconds * MeanTimeBetweenInterruptions.TotalSeconds));
        _intervalNow = Least(IntervalMax, Most(IntervalMin, Most(young, CostsPerIntervalMin * stall)));
        _epochIntervalNow = Most(EpochIntervalMin, CostsPerIntervalMin * (stall + write));
        SetTimes();
    }

    private void SetTimes()
    {
        if (Interval is not { } interval)
            return;
        _due = _last + Timestamps(interval);
        if (_interval.Unit == CheckpointUnit.Auto)
            _dueAtEpochEnd = _last + Timestamps(_epochIntervalNow);
    }

    private long Timestamps(TimeSpan span) => (long)Math.Min(span.TotalSeconds * _time.TimestampFrequency, long.MaxValue / 2);

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Most(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
