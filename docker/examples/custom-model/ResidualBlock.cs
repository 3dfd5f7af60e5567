using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Examples;

/// <summary>x + second(dropout(relu(first(relu(x))))).</summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Linear first;
    private readonly Linear second;
    private readonly Dropout dropout;

    public ResidualBlock(long width, double dropoutProbability) : base(nameof(ResidualBlock))
    {
        first = Linear(width, width);
        second = Linear(width, width);
        dropout = Dropout(dropoutProbability);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var hidden = dropout.call(functional.relu(first.call(functional.relu(input))));
        return input + second.call(hidden);
    }
}
