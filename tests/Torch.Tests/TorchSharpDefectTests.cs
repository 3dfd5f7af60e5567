using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace Torch.Tests;

/// <summary>
/// Where TorchSharp 0.107 does not do what PyTorch does, and what this program does about it. Each test fails once a version of TorchSharp
/// does it right: then the test goes, and the workaround that it names may go. What ends the process is in <see cref="FatalMistakeTests"/>.
/// </summary>
/// <remarks>
/// One defect cannot be tested: a number handed to a script's invoke becomes a Scalar that nothing holds while the script runs, so that its
/// finalizer may free it too early. FusedKernels makes the Scalars itself.
/// </remarks>
public sealed class TorchSharpDefectTests
{
    /// <summary>Memory tests of whole jobs (TrainingJobMemoryTests) count the parameters that a job makes.</summary>
    [Fact]
    public void Parameter_MadeFromATensor_IsCountedTwiceAndFreedOnce()
    {
        const int made = 20;
        var before = Tensor.TotalCount;

        for (var i = 0; i < made; i++)
            Parameter(ones(2)).Dispose();

        (Tensor.TotalCount - before).ShouldBe(made);
    }

    /// <summary>Optimizer and FusedOptimizer hold the object that they got and dispose of it.</summary>
    [Fact]
    public void Gradient_ReadTwice_IsTwoObjects()
    {
        using var scope = NewDisposeScope();
        var parameter = Parameter(ones(2));
        parameter.sum().backward();
        var before = Tensor.TotalCount;

        parameter.grad.ShouldNotBeSameAs(parameter.grad);

        (Tensor.TotalCount - before).ShouldBe(2);
    }

    /// <summary>PackedTensor, of this suite, asks for gradients in a call of its own.</summary>
    [Fact]
    public void TensorConvertedToAnotherType_ThatRequiresGradients_IsNoLeaf()
    {
        using var scope = NewDisposeScope();

        tensor(new[] { 1.0 }, dtype: ScalarType.Float32, requires_grad: true).is_leaf.ShouldBeFalse();
    }

    /// <summary>Optimizers/ and Checkpoints/ of the program: optimizers and states of its own.</summary>
    [Fact]
    public void SgdWithoutMomentum_CannotLoadAState()
    {
        using var parameter = Parameter(ones(2));
        using var from = optim.SGD([parameter], 0.1);
        using var to = optim.SGD([parameter], 0.1);

        Should.Throw<NullReferenceException>(() => to.load_state_dict(from.state_dict()));
    }

    /// <summary>PyTorch negates the gradient before it adds the decay, so that the weight shrinks. The program does not maximize.</summary>
    [Fact]
    public void SgdThatMaximizes_GrowsWeightsByTheirDecay()
    {
        using var parameter = Parameter(ones(1));
        using var optimizer = optim.SGD([parameter], 0.1, weight_decay: 0.5, maximize: true);
        parameter.grad = zeros(1);

        optimizer.step();

        parameter.item<float>().ShouldBe(1.05f);
    }

    /// <summary>WeightInitialization draws by itself.</summary>
    [Fact]
    public void Initialization_WithAGenerator_DrawsFromTheDefaultOne()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        float[] Draw(Func<Tensor, Tensor> fill)
        {
            generator.manual_seed(7);
            return fill(empty(4)).data<float>().ToArray();
        }

        Tensor Uniform(Tensor values) => init.uniform_(values, generator: generator);
        Tensor Normal(Tensor values) => init.normal_(values, generator: generator);

        Draw(Uniform).ShouldNotBe(Draw(Uniform));
        Draw(Normal).ShouldNotBe(Draw(Normal));
    }

    /// <summary>WeightInitialization draws by itself.</summary>
    [Fact]
    public void XavierNormal_DrawsFromTheUniformDistribution()
    {
        using var scope = NewDisposeScope();

        var greatest = init.xavier_normal_(empty(100, 100)).abs().max().item<float>();

        // of 10000 normal draws the greatest is about 4 standard deviations away from 0, of uniform ones at most √3
        greatest.ShouldBeLessThanOrEqualTo((float)Math.Sqrt(6.0 / 200));
    }

    /// <summary>It multiplies by the mean and adds the deviation. WeightInitialization draws by itself.</summary>
    [Fact]
    public void TruncatedNormal_OfMeanZero_IsTheDeviationEverywhere()
    {
        using var scope = NewDisposeScope();

        init.trunc_normal_(empty(100), std: 0.5).data<float>().ToArray().ShouldAllBe(value => value == 0.5f);
    }

    /// <summary>Layer builds ELU without inplace.</summary>
    [Fact]
    public void EluInPlace_LeavesItsInputAsItIs()
    {
        using var scope = NewDisposeScope();
        var input = full(1, -1.0);

        F.elu(input, 1, inplace: true).item<float>().ShouldBe(MathF.Exp(-1) - 1, 1e-6);

        input.item<float>().ShouldBe(-1);
    }

    /// <summary>TrainingLoop leaves out a last batch of one row (BatchRowsMin).</summary>
    [Fact]
    public void BatchNormalization_TrainedOnOneRow_IsNotRefused()
    {
        using var scope = NewDisposeScope();
        using var layer = BatchNorm1d(3);

        layer.call(ones(1, 3)).abs().sum().item<float>().ShouldBe(0);
    }

    /// <summary>A user's own model must not rely on them; the README says so.</summary>
    [Fact]
    public void BufferThatIsNotPersistent_IsNeitherListedNorMoved()
    {
        using var scope = NewDisposeScope();
        using var module = new WithBuffer();

        module.named_buffers(include_nonpersistent: true).ShouldBeEmpty();
        module.to(ScalarType.Float64);

        module.get_buffer("offset")!.dtype.ShouldBe(ScalarType.Float32);
    }

    /// <summary>DeterministicMode calls libtorch by its C++ names.</summary>
    [Fact]
    public void DeterministicAlgorithms_CannotBeAskedFor()
    {
        // the compiler refuses a direct call, for the same reason
        var method = typeof(torch).GetMethod("use_deterministic_algorithms")!;

        var exception = Should.Throw<TargetInvocationException>(() => method.Invoke(null, [true, false]));
        exception.InnerException.ShouldBeOfType<NotImplementedException>();
    }

    /// <summary>FusedKernels calls them by TorchScript.</summary>
    [Fact]
    public void FusedOptimizerKernels_HaveNoMethods() =>
        typeof(torch).Assembly.GetTypes().SelectMany(type => type.GetMembers()).Select(member => member.Name)
            .ShouldNotContain(name => name.Contains("_fused_adam"));

    /// <summary>TorchSharpDefects.SkipItsLoader sets them, without effect if they had other names.</summary>
    [Theory]
    [InlineData("nativeBackendLoaded")]
    [InlineData("nativeBackendCudaLoaded")]
    public void Loader_ThatPrintsPages_IsSkippedByItsFlag(string name) =>
        typeof(torch).GetField(name, BindingFlags.NonPublic | BindingFlags.Static)!.FieldType.ShouldBe(typeof(bool));

    private sealed class WithBuffer : Module<Tensor, Tensor>
    {
        public WithBuffer()
            : base(nameof(WithBuffer)) => register_buffer("offset", zeros(1), persistent: false);

        public override Tensor forward(Tensor input) => input + get_buffer("offset")!;
    }
}
