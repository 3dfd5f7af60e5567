namespace TrainingContainer.Training;

/// <summary>
/// Accounts for where a job's time goes: a phase begins with <see cref="Measure"/>, and time within an inner phase does not count for
/// the outer one. It begins in <see cref="GoodputPhase.StartUp"/>. Belongs to the training thread, but for <see cref="SecondsUntilNow"/>.
/// </summary>
public sealed class Goodput
{
    private readonly TimeProvider _time;
    private readonly long[] _timestamps = new long[Enum.GetValues<GoodputPhase>().Length];
    private GoodputRecord _earlier = GoodputRecord.Resumed(null, null);
    private GoodputPhase _phase = GoodputPhase.StartUp;
    private long _since;

    /// <summary>Starts counting.</summary>
    /// <param name="time">Only its timestamps are used.</param>
    /// <param name="before">What has passed of the start-up already, for example since the process began.</param>
    public Goodput(TimeProvider time, TimeSpan before = default)
    {
        _time = time;
        _since = time.GetTimestamp();
        _timestamps[(int)GoodputPhase.StartUp] = (long)(before.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>Begins a phase, until the result is disposed. Takes one timestamp, as its end does, and allocates nothing.</summary>
    public GoodputScope Measure(GoodputPhase phase)
    {
        var outer = _phase;
        Enter(phase);
        // the first step ends the start-up: what is between two phases from then on is none of it
        return new(this, outer == GoodputPhase.StartUp && phase == GoodputPhase.Training ? GoodputPhase.Other : outer);
    }

    /// <summary>Goes on with the sums of earlier attempts.</summary>
    /// <inheritdoc cref="GoodputRecord.Resumed" path="/param"/>
    public void Resume(GoodputRecord? checkpoint, GoodputRecord? last) => _earlier = GoodputRecord.Resumed(checkpoint, last);

    /// <summary>The sums until now, over all attempts.</summary>
    /// <param name="step">How far the model is, in optimizer steps: those of a checkpoint that the job went on from are among them.</param>
    public GoodputRecord Record(long step)
    {
        Enter(_phase);
        return _earlier with
        {
            Steps = step + _earlier.RedoneSteps,
            Seconds = Enum.GetValues<GoodputPhase>().ToDictionary(
                GoodputRecord.NameOf, phase => _earlier.SecondsOf(phase) + ((double)_timestamps[(int)phase] / _time.TimestampFrequency)),
        };
    }

    /// <summary>
    /// The seconds of this attempt in a phase, without those since it was entered last. May be asked on any thread: the training thread
    /// writes what is read here as it always does, and waits for nobody.
    /// </summary>
    public double SecondsUntilNow(GoodputPhase phase) => (double)Volatile.Read(ref _timestamps[(int)phase]) / _time.TimestampFrequency;

    internal void Enter(GoodputPhase phase)
    {
        var now = _time.GetTimestamp();
        _timestamps[(int)_phase] += now - _since;
        (_phase, _since) = (phase, now);
    }
}
