using static TorchSharp.torch;

namespace Torch.Tests;

/// <summary>Who disposes of what.</summary>
public class DisposeScopeTests
{
    [Fact]
    public void Scope_Disposed_DisposesOfWhatWasMadeInIt()
    {
        Tensor inside;
        using var outside = ones(1);
        using (NewDisposeScope())
            inside = outside + 1;

        inside.IsInvalid.ShouldBeTrue();
        outside.IsInvalid.ShouldBeFalse();
    }

    [Fact]
    public void Scope_Nested_GivesResultsToTheOuterOne()
    {
        using var outer = NewDisposeScope();
        Tensor kept, lost;
        using (NewDisposeScope())
        {
            lost = ones(1);
            kept = ones(1).MoveToOuterDisposeScope();
        }

        lost.IsInvalid.ShouldBeTrue();
        kept.IsInvalid.ShouldBeFalse();
        outer.Contains(kept).ShouldBeTrue();
        outer.DisposablesCount.ShouldBe(1);
    }

    [Fact]
    public void Tensor_DetachedFromScope_OutlivesIt()
    {
        Tensor kept;
        using (NewDisposeScope())
            kept = ones(1).DetachFromDisposeScope();

        kept.IsInvalid.ShouldBeFalse();
        kept.Dispose();
    }

    [Fact]
    public void Scope_TensorDisposedByHand_IsForgotten()
    {
        using var scope = NewDisposeScope();
        ones(1).Dispose();

        scope.DisposablesCount.ShouldBe(0);
    }

    [Fact]
    public void Scope_IsItsThreadsOnly()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() => elsewhere = ones(1));
        thread.Start();
        thread.Join();

        scope.DisposablesCount.ShouldBe(0);
        elsewhere!.Dispose();
    }
}
