namespace TrainingContainer.Training;

/// <summary>While it lives, time goes into its phase; then into the one around it again.</summary>
public readonly ref struct GoodputScope
{
    private readonly Goodput _goodput;
    private readonly GoodputPhase _outer;

    internal GoodputScope(Goodput goodput, GoodputPhase outer) => (_goodput, _outer) = (goodput, outer);

    /// <summary>Ends it; once.</summary>
    public void Dispose() => _goodput.Enter(_outer);
}
