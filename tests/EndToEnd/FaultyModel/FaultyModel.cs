using TorchSharp;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FaultyModel;

/// <summary>A linear model with the fault that a file beside the assembly names.</summary>
public sealed class FaultyModel : ICustomModel
{
    private static readonly string Fault = File.ReadAllText(Path.Combine(Path.GetDirectoryName(typeof(FaultyModel).Assembly.Location)!, "fault.txt"));

    public FaultyModel()
    {
        if (Fault == "constructor")
            throw new InvalidOperationException("constructing went wrong");
    }

    public string Name => Fault == "no name" ? "" : "faulty";

    public IReadOnlyList<Hyperparameter> Hyperparameters => Fault switch
    {
        "built-in hyperparameter" => [new IntegerHyperparameter("own", 1, 0, 9), new ContinuousHyperparameter("lr", 0.1, 0, 1)],
        "reserved hyperparameter" => [new IntegerHyperparameter("sagemaker_blocks", 1, 0, 9)],
        "null hyperparameters" => null!,
        _ => [],
    };

    public Module<Tensor, Tensor> Build(ModelRequest request)
    {
        var linear = Linear(request.InputShape[^1], request.OutputCount);
        switch (Fault)
        {
            case "build":
                throw new NotSupportedException("building went wrong");
            case "null":
                return null!;
            case "partly frozen":
                linear.bias!.requires_grad = false;
                break;
            case "float64":
                return linear.to(ScalarType.Float64);
        }
        return new FaultyNetwork(linear, Fault);
    }
}
