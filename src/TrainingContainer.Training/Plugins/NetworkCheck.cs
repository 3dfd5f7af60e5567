using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingContainer.Training;

/// <summary>Tries a user's network on two rows of zeros, before training starts.</summary>
internal static class NetworkCheck
{
    private const int Rows = 2;

    /// <param name="model">Fresh, on the CPU, in training mode; not to be trained afterwards.</param>
    /// <param name="network">What it should be.</param>
    /// <param name="path">The assembly, for messages.</param>
    /// <exception cref="TrainingContainer.SageMaker.JobInputException">It is not.</exception>
    public static void Run(Module<Tensor, Tensor> model, INetwork network, string path)
    {
        using var scope = NewDisposeScope();
        var parameters = model.named_parameters().ToArray();
        if (parameters.Length == 0)
        {
            throw ModelAssembly.Refused(path, $"{model.GetType().Name} has no parameters: there is nothing to train",
                "call RegisterComponents() at the end of the module's constructor, after its layers are made");
        }
        if (!parameters.Any(named => named.parameter.requires_grad))
            throw ModelAssembly.Refused(path, "every parameter has requires_grad=false: there is nothing to train", "leave those that should learn unfrozen");
        foreach (var (name, parameter) in parameters)
        {
            if (parameter.dtype != ScalarType.Float32)
                throw ModelAssembly.Refused(path, $"parameter {name} is {parameter.dtype}, expected Float32", "make its layers with float32, torch's default");
            if (!parameter.is_contiguous())
                throw ModelAssembly.Refused(path, $"parameter {name} is not contiguous in memory", "make it from a tensor after contiguous()");
        }
        CheckOutputs(ModelAssembly.Guarded(path, () => model.call(zeros([Rows, .. network.InputShape]))), model, network, path);
    }

    private static void CheckOutputs(Tensor outputs, Module<Tensor, Tensor> model, INetwork network, string path)
    {
        long[] expected = [Rows, network.OutputCount];
        if (outputs is null)
            throw ModelAssembly.Refused(path, $"{model.GetType().Name}.forward returned null", "return the outputs");
        if (!outputs.shape.SequenceEqual(expected))
        {
            throw ModelAssembly.Refused(path,
                $"{model.GetType().Name}.forward made [{string.Join(", ", outputs.shape)}] of [{string.Join(", ", network.InputShape.Prepend(Rows))}], expected [{string.Join(", ", expected)}]",
                "end with a layer of ModelRequest.OutputCount outputs, one row for each row of the input");
        }
        if (outputs.dtype != ScalarType.Float32)
            throw ModelAssembly.Refused(path, $"{model.GetType().Name}.forward made {outputs.dtype}, expected Float32", "convert the outputs to float32");
        if (!outputs.requires_grad)
        {
            throw ModelAssembly.Refused(path, $"the outputs of {model.GetType().Name}.forward depend on no parameter",
                "do not detach them, and compute them outside of no_grad");
        }
    }
}
