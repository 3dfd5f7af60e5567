using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests;

/// <summary>Who disposes of what, and how it is counted.</summary>
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
    public void Tensor_MovedToAnotherTensorsScope_LivesThere()
    {
        using var outer = NewDisposeScope();
        var anchor = ones(1);
        Tensor moved;
        using (NewDisposeScope())
            moved = ones(1).MoveToOtherDisposeScope(anchor);

        outer.Contains(moved).ShouldBeTrue();
    }

    [Fact]
    public void Scope_Attach_TakesATensorFromOutside()
    {
        var tensor = ones(1);
        using (var scope = NewDisposeScope())
            scope.Attach(tensor);

        tensor.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void Scope_DisposeEverythingBut_KeepsTheNamedOnes()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (ones(1), ones(1));

        scope.DisposeEverythingBut(second).ShouldBeSameAs(second);

        first.IsInvalid.ShouldBeTrue();
        second.IsInvalid.ShouldBeFalse();
        scope.DisposablesCount.ShouldBe(1);
    }

    [Fact]
    public void Scope_TensorDisposedByHand_IsForgotten()
    {
        using var scope = NewDisposeScope();
        ones(1).Dispose();

        scope.DisposablesCount.ShouldBe(0);
    }

    [Fact]
    public void Scopes_DisposedOutOfOrder_KeepTheChain()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        CurrentDisposeScope.ShouldBeSameAs(inner);
        inner.Dispose();

        CurrentDisposeScope.ShouldBeNull();
        Should.Throw<ObjectDisposedException>(() => inner.DisposeEverything());
    }

    [Fact]
    public void WrappedScope_KeepsOnlyTheResult()
    {
        using var scope = NewDisposeScope();

        WrappedTensorDisposeScope(() => (ones(1) + 1) * 2);

        scope.DisposablesCount.ShouldBe(1);
    }

    [Fact]
    public void Statistics_CountByWhereATensorLived()
    {
        DisposeScopeManager.Statistics.Reset();
        ones(1).Dispose();
        var detached = ones(1);
        using (var scope = NewDisposeScope())
        {
            ones(1).Dispose();
            ones(1).DetachFromDisposeScope().Dispose();
            scope.Attach(detached);
        }

        var statistics = DisposeScopeManager.Statistics;
        statistics.CreatedOutsideScopeCount.ShouldBe(2);
        statistics.DisposedOutsideScopeCount.ShouldBe(2);
        statistics.CreatedInScopeCount.ShouldBe(2);
        statistics.DisposedInScopeCount.ShouldBe(2);
        statistics.DetachedFromScopeCount.ShouldBe(1);
        statistics.AttachedToScopeCount.ShouldBe(1);
        statistics.ThreadTotalLiveCount.ShouldBe(0);
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
