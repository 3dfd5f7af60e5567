using TrainingContainer.LocalSageMaker;

namespace TuningQuality;

/// <summary>A strategy with a budget.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Type">Which strategy.</param>
/// <param name="Budgets">How many times the problem's budget it may use.</param>
/// <param name="MinResource">For Hyperband.</param>
internal sealed record Competitor(string Name, TuningStrategyType Type, int Budgets = 1, int MinResource = 1)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Competitor> All { get; } =
    [
        new("Random", TuningStrategyType.Random),
        new("Random, twice the budget", TuningStrategyType.Random, 2),
        new("Bayesian", TuningStrategyType.Bayesian),
        new("Hyperband", TuningStrategyType.Hyperband),
        new("Hyperband, MinResource 9", TuningStrategyType.Hyperband, MinResource: 9),
        new("Grid", TuningStrategyType.Grid),
    ];

    /// <summary>Whether the strategy can search the problem.</summary>
    /// <param name="problem">The problem.</param>
    public bool Suits(Problem problem) => Type switch
    {
        TuningStrategyType.Hyperband => problem.Epochs > 1,
        TuningStrategyType.Grid => problem.Space.Ranges.All(range => range is CategoricalParameterRange),
        _ => true,
    };

    /// <summary>Searches once.</summary>
    /// <param name="problem">What is tuned.</param>
    /// <param name="seed">Of the strategy, the noise and the speeds.</param>
    /// <returns>The value without noise that was found.</returns>
    public double Search(Problem problem, long seed) => Simulation.Run(
        problem,
        TuningStrategy.Create(Type, problem.Space, problem.Objective, seed, new HyperbandResource(Math.Min(MinResource, problem.Epochs), problem.Epochs)),
        problem.Jobs * problem.Epochs * Budgets,
        seed);
}
