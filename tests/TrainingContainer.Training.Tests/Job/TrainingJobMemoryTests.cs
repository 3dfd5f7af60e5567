using TorchSharp;
using static TrainingContainer.Training.Tests.JobRun;

namespace TrainingContainer.Training.Tests;

/// <summary>Tensors that a job holds.</summary>
public sealed class TrainingJobMemoryTests
{
    [Fact]
    public void Step10AndStep1000_HoldTheSameNumberOfTensors()
    {
        long at10 = 0, at1000 = 0, steps = 0;
        var notes = new JobNotes
        {
            OnStep = (_, _) =>
            {
                steps++;
                if (steps == 10)
                    at10 = torch.Tensor.TotalCount;
                if (steps == 1_000)
                    at1000 = torch.Tensor.TotalCount;
            },
        };
        using var job = new JobFolder().With(Small(("epochs", "20"), ("dropout", "0.1"), ("gradient_clip_norm", "1"), ("batch_size", "4"))).Channel("train", JobFolder.TwoClasses(250));
        Run(job, notes);
        steps.ShouldBeGreaterThan(1_000);
        at10.ShouldBeGreaterThan(0);
        // best weights: one copy of the four parameters, taken after the first epoch
        at1000.ShouldBe(at10 + 4);
    }

    /// <summary>The short version of scripts/soak-test.sh --steps 1000000 --jobs 200, which runs in a process of its own.</summary>
    [Fact]
    public void JobAfterJob_MemoryStaysFlat()
    {
        using var job = new JobFolder().With(Small(("epochs", "2"), ("dropout", "0.1"))).Channel("train", JobFolder.TwoClasses(100));
        for (var i = 0; i < 5; i++)
            Run(job);
        GC.Collect();
        var before = Environment.WorkingSet;
        for (var i = 0; i < 20; i++)
            Run(job);
        GC.Collect();
        (Environment.WorkingSet - before).ShouldBeLessThan(16_000_000);
    }

    [Fact]
    public void WholeJob_LeavesNoTensorBehind()
    {
        using var job = new JobFolder().With(Small(("epochs", "2"), ("class_weights", "balanced"), ("dropout", "0.1"), ("threads", "2")))
            .Channel("train", JobFolder.TwoClasses(100)).Channel("test", "1,2,3\n-1,-2,-3\n", "text/csv;label_size=0");
        Run(job);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = torch.Tensor.TotalCount;
        Run(job);
        // counted before any collection: finalizers would hide what was left behind. TorchSharp counts each parameter twice that it makes
        // from a tensor, and takes one of the two back (TorchSharpDefectTests of Torch.Tests): here the weights and biases of two layers.
        const int countedTwice = 4;
        torch.Tensor.TotalCount.ShouldBe(before + countedTwice);
    }
}
