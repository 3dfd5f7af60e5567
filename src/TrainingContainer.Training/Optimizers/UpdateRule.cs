using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// How one parameter follows its gradient, twice: as one pass over the parameter's own memory (CPU), and as
/// tensor operators (any device). Both give PyTorch's results within rounding.
/// </summary>
internal abstract class UpdateRule
{
    /// <summary>PyTorch's names of the state kept per parameter, each of the parameter's shape and zero at first.</summary>
    public abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>Updates part of a parameter in one pass over memory.</summary>
    /// <param name="parameter">Changed in place.</param>
    /// <param name="gradient">The gradient, as long as the parameter.</param>
    /// <param name="first">The first state, or empty.</param>
    /// <param name="second">The second state, or empty.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="step">0-based, over all epochs.</param>
    public abstract void Update(
        Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, double learningRate, long step);

    /// <summary>The same with tensor operators; called without gradient recording, inside a dispose scope.</summary>
    public abstract void Update(Tensor parameter, Tensor gradient, IReadOnlyList<Tensor> state, double learningRate, long step);

    /// <summary>The rule for the settings.</summary>
    public static UpdateRule For(OptimizerSettings settings) => settings.Kind switch
    {
        OptimizerKind.Sgd => new SgdRule(settings),
        OptimizerKind.Rmsprop => new RmspropRule(settings),
        _ => new AdamRule(settings),
    };
}
