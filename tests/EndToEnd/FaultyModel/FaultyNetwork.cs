using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FaultyModel;

internal sealed class FaultyNetwork : Module<Tensor, Tensor>
{
    private readonly string _fault;
    private readonly Linear linear;

    /// <summary>Takes no part: it never gets a gradient.</summary>
    internal readonly Linear unused = Linear(2, 2);

    private readonly Parameter zero = Parameter(zeros(1));

    public FaultyNetwork(Linear linear, string fault) : base(nameof(FaultyNetwork))
    {
        (this.linear, _fault) = (linear, fault);
        if (fault != "unregistered")
            RegisterComponents();
        foreach (var parameter in fault == "frozen" ? parameters() : [])
            parameter.requires_grad = false;
    }

    public override Tensor forward(Tensor input)
    {
        if (_fault == "forward")
            throw new ArithmeticException("the forward pass went wrong");
        if (_fault == "linear of another width")
            unused.call(input);
        if (_fault == "matmul of another width")
            input.matmul(unused.weight);
        // not in the trial, which has two rows: torch itself ends the process in a step
        if (_fault == "matmul of other rows" && input.shape[0] > 2)
            input.matmul(unused.weight);
        if (_fault == "matmul beyond memory" && input.shape[0] > 2)
            zeros(1L << 20, 1).matmul(zeros(1, 1L << 21));
        var outputs = linear.call(input);
        return _fault switch
        {
            "shape" => outputs.reshape(-1),
            "detached" => outputs.detach(),
            "outputs of float64" => outputs.to(ScalarType.Float64),
            // the slope of a root at 0 is infinite, and 0 times it is no number: the loss is one, the weight is none after the step
            "weight that is no number after a step" => outputs + (0 * zero.sqrt()),
            "not contiguous" => outputs.t().contiguous().t(),
            "null outputs" => null!,
            _ => outputs,
        };
    }
}
