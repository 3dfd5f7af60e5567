using System.Globalization;
using TrainingContainer.LocalSageMaker;

namespace TuningQuality;

/// <summary>The problems of the table.</summary>
internal static class AllProblems
{
    /// <summary>The resource of the problems with several epochs: three reductions by three.</summary>
    private const int Epochs = 27;
    private const string AtOnce = "functions";
    private const string Learned = "functions learned in 27 epochs";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Problem> Make()
    {
        const string small = "mlp_digits.csv", wide = "mlp_digits_wide.csv";
        return
        [
            Branin("Branin", 30),
            Hartmann("Hartmann 3", 30, 3),
            Hartmann("Hartmann 6", 60, 6),
            new FunctionProblem(FunctionProblem.OfNumbers(Functions.Rosenbrock, 4), 0)
            {
                Group = AtOnce, Name = "Rosenbrock 4, logarithmic", Jobs = 50, Space = Numbers(4, 0.01, 10, ParameterScaling.Logarithmic),
            },
            new FunctionProblem(Mixed, 0) { Group = AtOnce, Name = "Integer, categorical, logarithmic", Jobs = 40, Space = MixedSpace },
            Branin("Branin, noise 5", 40, noise: 5),
            Hartmann("Hartmann 6, noise 0.2", 60, 6, noise: 0.2),
            Branin("Branin, learned in 27 epochs", 30, epochs: Epochs),
            Hartmann("Hartmann 6, learned in 27 epochs", 60, 6, epochs: Epochs),
            TableProblem.Read(small, "digits, small grid", "Digits", 12),
            TableProblem.Read(small, "digits, small grid", "Digits", 30),
            TableProblem.Read(small, "digits, small grid", "Digits, all categorical", 12, categorical: true),
            TableProblem.Read(small, "digits, small grid", "Digits, all categorical", 30, categorical: true),
            TableProblem.Read(wide, "digits, wide grid", "Digits, wide, loss:best", 12, "loss", best: true),
            TableProblem.Read(wide, "digits, wide grid", "Digits, wide, loss:best", 30, "loss", best: true),
            TableProblem.Read(wide, "digits, wide grid", "Digits, wide, loss", 12, "loss"),
            TableProblem.Read(wide, "digits, wide grid", "Digits, wide, loss", 30, "loss"),
            TableProblem.Read(wide, "digits, wide grid", "Digits, wide, accuracy:best", 12, "accuracy", best: true),
            TableProblem.Read(wide, "digits, wide grid", "Digits, wide, accuracy:best", 30, "accuracy", best: true),
            TableProblem.Read(wide, "digits, wide grid", "Digits, wide, all categorical, loss:best", 12, "loss", best: true, categorical: true),
            TableProblem.Read(wide, "digits, wide grid", "Digits, wide, all categorical, loss:best", 30, "loss", best: true, categorical: true),
            TableProblem.Read(wide, "digits, wide grid", "Digits, wide, all categorical, loss", 12, "loss", categorical: true),
            TableProblem.Read(wide, "digits, wide grid", "Digits, wide, all categorical, loss", 30, "loss", categorical: true),
            TableProblem.Read(wide, "digits, wide grid", "Digits, wide, all categorical, accuracy:best", 12, "accuracy", best: true, categorical: true),
            TableProblem.Read(wide, "digits, wide grid", "Digits, wide, all categorical, accuracy:best", 30, "accuracy", best: true, categorical: true),
        ];
    }

    private static SearchSpace MixedSpace => new(
    [
        new IntegerParameterRange("layers", 1, 12, ParameterScaling.Linear),
        new CategoricalParameterRange("optimizer", ["sgd", "adam", "adamw", "rmsprop"]),
        new ContinuousParameterRange("learning_rate", 1e-5, 1),
        new IntegerParameterRange("width", 8, 2048),
    ]);

    private static FunctionProblem Branin(string name, int jobs, double noise = 0, int epochs = 1) =>
        new(FunctionProblem.OfNumbers(Functions.Branin, 2), Functions.BraninOptimum)
        {
            Group = epochs == 1 ? AtOnce : Learned,
            Name = name,
            Jobs = jobs,
            Noise = noise,
            Epochs = epochs,
            Learnable = 100,
            Space = new SearchSpace([Number("x1", -5, 10), Number("x2", 0, 15)]),
        };

    private static FunctionProblem Hartmann(string name, int jobs, int dimensions, double noise = 0, int epochs = 1) => new(
        FunctionProblem.OfNumbers(dimensions == 3 ? Functions.Hartmann3 : Functions.Hartmann6, dimensions),
        dimensions == 3 ? Functions.Hartmann3Optimum : Functions.Hartmann6Optimum)
    {
        Group = epochs == 1 ? AtOnce : Learned,
        Name = name,
        Jobs = jobs,
        Noise = noise,
        Epochs = epochs,
        Learnable = 3,
        Space = Numbers(dimensions, 0, 1, ParameterScaling.Linear),
    };

    private static SearchSpace Numbers(int count, double min, double max, ParameterScaling scaling) =>
        new([.. Enumerable.Range(1, count).Select(i => new ContinuousParameterRange($"x{i}", min, max, scaling))]);

    private static ContinuousParameterRange Number(string name, double min, double max) => new(name, min, max, ParameterScaling.Linear);

    /// <summary>A bowl for each optimizer, each with its own best learning rate and depth, and one best width: 0 for adamw, 5 layers, 0.003, 256.</summary>
    private static double Mixed(Configuration configuration)
    {
        var (rate, depth, rest) = configuration["optimizer"] switch
        {
            "sgd" => (0.1, 8, 0.3),
            "adam" => (0.001, 4, 0.1),
            "adamw" => (0.003, 5, 0.0),
            _ => (0.0003, 3, 0.4),
        };
        double far = Math.Log10(Number("learning_rate") / rate);
        double deep = (Number("layers") - depth) / 4;
        double wide = Math.Log2(Number("width") / 256) / 2;
        return rest + (far * far / 2) + (deep * deep) + (wide * wide / 4);

        double Number(string name) => double.Parse(configuration[name], CultureInfo.InvariantCulture);
    }
}
