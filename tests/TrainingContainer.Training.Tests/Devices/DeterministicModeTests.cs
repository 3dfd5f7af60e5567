using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

/// <summary>libtorch's deterministic mode, which TorchSharp has no call for. It is the whole process's.</summary>
public sealed class DeterministicModeTests : IDisposable
{
    // a job of another test may have left it on
    public DeterministicModeTests() => DeterministicMode.Set(on: false);

    public void Dispose() => DeterministicMode.Set(on: false);

    [Fact]
    public void On_IsReadBackAndOffAgain()
    {
        DeterministicMode.IsOn.ShouldBeFalse();

        DeterministicMode.Missing.ShouldBeNull();
        DeterministicMode.Set(on: true);
        DeterministicMode.IsOn.ShouldBeTrue();

        DeterministicMode.Set(on: false);
        DeterministicMode.IsOn.ShouldBeFalse();
    }

    [Fact]
    public void OperationWithoutADeterministicWay_IsRefusedWhileItIsOn()
    {
        Put().ShouldBe([2f, 0f]);

        DeterministicMode.Set(on: true);
        Should.Throw<ExternalException>(Put).Message.ShouldContain("put_ does not have a deterministic implementation");

        DeterministicMode.Set(on: false);
        Put().ShouldBe([2f, 0f]);
    }

    [Fact]
    public void Training_GoesOnWhileItIsOn()
    {
        DeterministicMode.Set(on: true);
        using var job = new JobFolder().With(JobRun.Small(("epochs", "1"), ("dropout", "0.1"))).Channel("train", JobFolder.TwoClasses(60));

        JobRun.Run(job).Outcome.ShouldNotBeNull();
    }

    private static float[] Put()
    {
        using var scope = NewDisposeScope();
        // TorchSharp has no method for it
        using var script = jit.compile("def put(values, places, news):\n    return values.put_(places, news)\n");
        return script.invoke<Tensor>("put", zeros(2), tensor(new[] { 0L }), tensor(new[] { 2f })).data<float>().ToArray();
    }
}
