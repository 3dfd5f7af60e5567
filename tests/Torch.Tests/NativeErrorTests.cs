using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace Torch.Tests;

/// <summary>A mistake in a model becomes an exception and the process goes on, but for those of <see cref="FatalMistakeTests"/>.</summary>
public sealed class NativeErrorTests
{
    private static readonly Dictionary<string, Action> Table = new()
    {
        ["linear with the wrong width"] = () => Linear(4, 2).call(ones(3, 5)),
        ["functional linear with the wrong width"] = () => F.linear(ones(2, 3), ones(2, 4)),
        ["bilinear with the wrong width"] = () => Bilinear(2, 3, 1).call(ones(1, 3), ones(1, 3)),
        ["mm of shapes that do not fit"] = () => ones(2, 3).mm(ones(2, 3)),
        ["bmm of shapes that do not fit"] = () => ones(2, 3, 4).bmm(ones(2, 3, 4)),
        ["addmm of shapes that do not fit"] = () => ones(2, 3).addmm(ones(2, 3), ones(2, 3)),
        ["einsum of shapes that do not fit"] = () => einsum("ij,jk->ik", ones(2, 3), ones(2, 3)),
        ["addition of shapes that do not broadcast"] = () => ones(2, 3).add(ones(2, 4)),
        ["in-place addition into a smaller shape"] = () => ones(3).add_(ones(2, 3)),
        ["copy of another shape"] = () => ones(2, 3).copy_(ones(2, 4)),
        ["choice between shapes that do not broadcast"] = () => where(ones(2, 3) > 0, ones(2, 4), ones(2, 3)),
        ["backward without gradients"] = () => ones(1).backward(),
        ["backward of a vector"] = () => ones(2).requires_grad_().mul(2).backward(),
        ["backward twice"] = () =>
        {
            var square = ones(1).requires_grad_().square();
            square.backward();
            square.backward();
        },
        ["in-place change of what backward needs"] = () =>
        {
            var power = ones(2).requires_grad_().exp();
            power.add_(1);
            power.sum().backward();
        },
        ["in-place change of a leaf"] = () => ones(1).requires_grad_().add_(1),
        ["gradients of integers"] = () => arange(2).requires_grad_(),
        ["class out of range"] = () => F.cross_entropy(ones(2, 3), tensor(new[] { 0L, 3L })),
        ["classes of the wrong count"] = () => F.cross_entropy(ones(2, 3), tensor(new[] { 0L })),
        ["difference of shapes that do not broadcast"] = () => F.mse_loss(ones(2, 3), ones(2, 4)),
        ["class to encode out of range"] = () => F.one_hot(tensor(new[] { 5L }), 3),
        ["row of an embedding out of range"] = () => Embedding(3, 2).call(tensor(new[] { 5L })),
        ["embedding of numbers"] = () => Embedding(3, 2).call(ones(2)),
        ["dropout with a probability of two"] = () => F.dropout(ones(1), 2.0),
        ["more memory than there is"] = () => zeros(1L << 50),
        ["view of another size"] = () => ones(2, 3).view(4),
        ["reshape to another size"] = () => ones(2, 3).reshape(4),
        ["flatten from a dimension out of range"] = () => ones(2, 3).flatten(3),
        ["transpose of a dimension out of range"] = () => ones(2, 3).transpose(0, 4),
        ["sum over a dimension out of range"] = () => ones(2).sum(3),
        ["softmax over a dimension out of range"] = () => ones(2).softmax(4),
        ["index out of range"] = () => _ = ones(2)[5],
        ["selected index out of range"] = () => ones(2).index_select(0, tensor(new[] { 9L })),
        ["gathered index out of range"] = () => ones(2).gather(0, tensor(new[] { 9L })),
        ["narrow beyond the end"] = () => ones(2).narrow(0, 1, 5),
        ["stack of different shapes"] = () => stack([ones(1), ones(2)]),
        ["functional convolution of the wrong channels"] = () => F.conv2d(ones(1, 2, 4, 4), ones(1, 3, 2, 2)),
        ["kernel larger than the input"] = () => F.max_pool2d(ones(1, 1, 2, 2), 5),
        ["pooling without stride"] = () => F.max_pool2d(ones(1, 1, 4, 4), 2, stride: 0),
        ["batch normalization of another width"] = () => BatchNorm1d(4).call(ones(2, 3)),
        ["layer normalization of another width"] = () => LayerNorm(4).call(ones(2, 3)),
        ["group normalization of another width"] = () => GroupNorm(2, 4).call(ones(1, 3, 2)),
        ["LSTM of another width"] = () => LSTM(4, 2).call(ones(2, 1, 3)),
        ["attention of another width"] =
            () => MultiheadAttention(4, 2).call(ones(2, 1, 3), ones(2, 1, 3), ones(2, 1, 3), null, false, null),
        ["attention between widths that differ"] = () => F.scaled_dot_product_attention(ones(1, 2, 3), ones(1, 2, 4), ones(1, 2, 4)),
        ["maximum of nothing"] = () => empty(0).max(),
        ["inverse of a singular matrix"] = () => linalg.inv(zeros(2, 2)),
    };

    public static TheoryData<string> Mistakes => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_BecomesAnExceptionWithItsCause(string mistake)
    {
        using var scope = NewDisposeScope();

        Should.Throw<ExternalException>(Table[mistake]).Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Mistake_LeavesNoTensorBehind()
    {
        using var left = ones(2, 3);
        using var right = ones(2, 3);
        var before = Tensor.TotalCount;

        for (var i = 0; i < 100; i++)
            Should.Throw<ExternalException>(() => left.mm(right));

        Tensor.TotalCount.ShouldBe(before);
    }
}
