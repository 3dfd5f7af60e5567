using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace Torch.Tests;

/// <summary>Whatever a user sends becomes an exception; the process goes on.</summary>
public class NativeErrorTests
{
    public static TheoryData<string> Mistakes => [.. Table.Keys];

    private static Dictionary<string, Action> Table { get; } = new()
    {
        ["matmul of shapes that do not fit"] = () => ones(2, 3).matmul(ones(2, 3)),
        ["linear with the wrong width"] = () => Linear(4, 2).call(ones(3, 5)),
        ["addition of shapes that do not broadcast"] = () => ones(2, 3).add(ones(2, 4)),
        ["in-place addition into a smaller shape"] = () => ones(3).add_(ones(2, 3)),
        ["backward without gradients"] = () => ones(1).backward(),
        ["backward of a vector"] = () => ones(2).requires_grad_().mul(2).backward(),
        ["backward twice"] = () =>
        {
            var square = ones(1).requires_grad_().square();
            square.backward();
            square.backward();
        },
        ["in-place change of a leaf"] = () => ones(1).requires_grad_().add_(1),
        ["gradients of integers"] = () => arange(2).requires_grad_(),
        ["class out of range"] = () => F.cross_entropy(ones(2, 3), tensor(new[] { 0L, 3L })),
        ["classes of the wrong count"] = () => F.cross_entropy(ones(2, 3), tensor(new[] { 0L })),
        ["class to encode out of range"] = () => F.one_hot(tensor(new[] { 5L }), 3),
        ["probability out of range"] = () => F.binary_cross_entropy(full(1, 1, 2.0), ones(1, 1)),
        ["dropout with a probability of two"] = () => F.dropout(ones(1), 2.0),
        ["element type that does not exist"] = () => ones(1).to((ScalarType)77),
        ["negative dimension"] = () => zeros(-1),
        ["more memory than there is"] = () => zeros(1L << 50),
        ["view of another size"] = () => ones(2, 3).view(4),
        ["dimension out of range"] = () => ones(2).sum(3),
        ["index out of range"] = () => _ = ones(2)[5],
        ["selected index out of range"] = () => ones(2).index_select(0, tensor(new[] { 9L })),
        ["gathered index out of range"] = () => ones(2).gather(0, tensor(new[] { 9L })),
        ["narrow beyond the end"] = () => ones(2).narrow(0, 1, 5),
        ["nothing to concatenate"] = () => cat(Array.Empty<Tensor>()),
        ["stack of different shapes"] = () => stack([ones(1), ones(2)]),
        ["convolution without groups"] = () => F.conv2d(ones(1, 1, 2, 2), ones(1, 1, 1, 1), groups: 0),
        ["convolution without stride"] = () => F.conv2d(ones(1, 1, 2, 2), ones(1, 1, 1, 1), strides: [0, 0]),
        ["kernel larger than the input"] = () => F.max_pool2d(ones(1, 1, 2, 2), 5),
        ["pooling without stride"] = () => F.max_pool2d(ones(1, 1, 4, 4), 2, stride: 0),
        ["average pooling without stride"] = () => F.avg_pool2d(ones(1, 1, 4, 4), 2, stride: 0),
        ["batch norm of a vector"] = () => F.batch_norm(ones(3), zeros(3), ones(3)),
        ["batch norm training on one value"] = () => BatchNorm1d(3).call(ones(1, 3)),
        ["layer norm of another width"] = () => LayerNorm(4).call(ones(2, 3)),
        ["maximum of nothing"] = () => empty(0).max(),
        ["permutation that is none"] = () => ones(2, 3).permute(0, 0),
        ["random integers from an empty range"] = () => randint(5, 5, [1]),
        ["step of zero"] = () => arange(0, 5, step: 0L),
        ["standard deviation below zero"] = () => empty(1).normal_(0, -1),
        ["required tensor that is null"] = () => ones(1).matmul(null!),
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_BecomesAnExceptionWithItsCause(string mistake)
    {
        using var scope = NewDisposeScope();

        var exception = Should.Throw<ExternalException>(Table[mistake]);

        exception.Message.ShouldNotBeNullOrWhiteSpace();
        exception.Message.ShouldNotContain("Exception raised from");
    }

    [Fact]
    public void Mistake_LeavesNoTensorBehind()
    {
        using var left = ones(2, 3);
        using var right = ones(2, 3);
        var before = Tensor.TotalCount;

        for (var i = 0; i < 100; i++)
            Should.Throw<ExternalException>(() => left.matmul(right));

        Tensor.TotalCount.ShouldBe(before);
    }
}
