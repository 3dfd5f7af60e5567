using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using Reduction = TorchSharp.torch.nn.Reduction;

namespace Torch.Tests;

/// <summary>Every loss and its gradient, against PyTorch.</summary>
public class LossConformanceTests
{
    private static readonly Dictionary<string, FunctionCase> Cases = Expectations.Read<FunctionCase>("losses");

    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Losses = new()
    {
        ["cross_entropy"] = i => F.cross_entropy(i[0], i[1]),
        ["cross_entropy_sum"] = i => F.cross_entropy(i[0], i[1], reduction: Reduction.Sum),
        ["cross_entropy_none"] = i => F.cross_entropy(i[0], i[1], reduction: Reduction.None),
        ["cross_entropy_weight"] = i => F.cross_entropy(i[0], i[1], i[2]),
        ["cross_entropy_ignore"] = i => F.cross_entropy(i[0], i[1]),
        ["cross_entropy_ignore_index"] = i => F.cross_entropy(i[0], i[1], ignore_index: 2),
        ["cross_entropy_smoothing"] = i => F.cross_entropy(i[0], i[1], label_smoothing: 0.1),
        ["cross_entropy_smoothing_weight"] = i => F.cross_entropy(i[0], i[1], i[2], label_smoothing: 0.2),
        ["cross_entropy_probabilities"] = i => F.cross_entropy(i[0], i[1]),
        ["nll_loss"] = i => F.nll_loss(i[0], i[1]),
        ["nll_loss_weight_sum"] = i => F.nll_loss(i[0], i[1], i[2], Reduction.Sum),
        ["binary_cross_entropy"] = i => F.binary_cross_entropy(i[0], i[1]),
        ["binary_cross_entropy_weight"] = i => F.binary_cross_entropy(i[0], i[1], i[2]),
        ["binary_cross_entropy_with_logits"] = i => F.binary_cross_entropy_with_logits(i[0], i[1]),
        ["binary_cross_entropy_with_logits_pos_weights"] = i => F.binary_cross_entropy_with_logits(i[0], i[1], pos_weights: i[2]),
        ["binary_cross_entropy_with_logits_weight"] = i => F.binary_cross_entropy_with_logits(i[0], i[1], i[2], Reduction.Sum),
        ["mse_loss"] = i => F.mse_loss(i[0], i[1]),
        ["mse_loss_none"] = i => F.mse_loss(i[0], i[1], Reduction.None),
        ["l1_loss"] = i => F.l1_loss(i[0], i[1]),
        ["l1_loss_sum"] = i => F.l1_loss(i[0], i[1], Reduction.Sum),
        ["huber_loss"] = i => F.huber_loss(i[0], i[1]),
        ["huber_loss_delta"] = i => F.huber_loss(i[0], i[1], delta: 0.5),
        ["smooth_l1_loss"] = i => F.smooth_l1_loss(i[0], i[1]),
        ["smooth_l1_loss_beta"] = i => F.smooth_l1_loss(i[0], i[1], beta: 0.4),
    };

    public static TheoryData<string> Names => Expectations.Names<FunctionCase>("losses");

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_ValueAndGradient_ArePyTorchs(string name) => FunctionCheck.Run(Cases[name], Losses[name]);

    [Fact]
    public void Losses_AllHaveAnExpectation() => Losses.Keys.ShouldBe(Cases.Keys, ignoreOrder: true);
}
