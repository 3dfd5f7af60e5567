namespace EndToEnd;

/// <summary>From when the time until a kill counts.</summary>
internal enum KillClock
{
    /// <summary>The start of the process.</summary>
    Process,

    /// <summary>The first training step.</summary>
    FirstStep,

    /// <summary>The first checkpoint that this process says it has written.</summary>
    Checkpoint,
}
