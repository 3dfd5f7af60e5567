namespace TrainingContainer.LocalSageMaker;

/// <summary>What a Gaussian process sees of losses: <see cref="HalfRank"/>, so that no bad one hides the others, then <see cref="YeoJohnson"/>.</summary>
internal sealed class LossMap
{
    private readonly HalfRank _ranks;
    private readonly YeoJohnson _power;

    /// <summary>Fits the map to losses.</summary>
    /// <param name="losses">At least one, finite.</param>
    public LossMap(IReadOnlyCollection<double> losses)
    {
        _ranks = new HalfRank(losses);
        _power = new YeoJohnson([.. losses.Select(_ranks.Map)]);
    }

    /// <summary>The mapped loss: the greater the loss, the greater.</summary>
    /// <param name="loss">Any loss.</param>
    public double Map(double loss) => _power.Map(_ranks.Map(loss));
}
