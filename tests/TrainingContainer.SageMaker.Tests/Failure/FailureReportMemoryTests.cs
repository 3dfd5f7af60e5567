using System.Runtime.InteropServices;

namespace TrainingContainer.SageMaker.Tests;

public class FailureReportMemoryTests
{
    private const string Gpu = "CUDA out of memory. Tried to allocate 2.00 GiB";

    [Theory]
    [InlineData(128, "Out of GPU memory: CUDA out of memory. Tried to allocate 2.00 GiB. Fix: try batch_size=64 instead of 128, a smaller model, or an instance with more GPU memory | while: training with batches of 128 rows")]
    [InlineData(1, "Out of GPU memory: CUDA out of memory. Tried to allocate 2.00 GiB. Fix: use a smaller model (batch_size is 1 already), or an instance with more GPU memory | while: training with batches of 1 rows")]
    public void GpuMemory_NamesTheBatchSizeToTry(int batchSize, string text) =>
        FailureReport.Compose(new BatchMemoryException(batchSize, new ExternalException(Gpu))).ShouldBe(text);

    [Fact]
    public void HostMemory_NamesTheBatchSizeToTry() =>
        FailureReport.Compose(new BatchMemoryException(100, new ExternalException("DefaultCPUAllocator: can't allocate memory")))
            .ShouldBe("Out of memory on the host: DefaultCPUAllocator: can't allocate memory. Fix: try batch_size=50 instead of 100, a smaller model, or an instance with more memory | while: training with batches of 100 rows");

    [Theory]
    [InlineData(Gpu, "Out of GPU memory: CUDA out of memory. Tried to allocate 2.00 GiB. Fix: use a smaller batch, a smaller model, or an instance with more GPU memory")]
    [InlineData("CUBLAS_STATUS_ALLOC_FAILED", "Out of GPU memory: CUBLAS_STATUS_ALLOC_FAILED. Fix: use a smaller batch, a smaller model, or an instance with more GPU memory")]
    [InlineData("CUDNN_STATUS_ALLOC_FAILED", "Out of GPU memory: CUDNN_STATUS_ALLOC_FAILED. Fix: use a smaller batch, a smaller model, or an instance with more GPU memory")]
    [InlineData("std::bad_alloc", "Out of memory on the host: std::bad_alloc. Fix: use an instance with more memory, or less data")]
    public void MemoryOutsideOfABatch_AdvisesWithoutABatchSize(string message, string text) =>
        FailureReport.Compose(new ExternalException(message)).ShouldBe(text);

    [Fact]
    public void CudaErrorInOtherWords_IsNamedAsOne() =>
        FailureReport.Compose(new ExternalException("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"))
            .ShouldBe($"CUDA error: cuDNN error: CUDNN_STATUS_EXECUTION_FAILED. Fix: {FailureTaxonomy.Of(FailureKind.CudaError).WhatToDo}");

    [Fact]
    public void MessageThatIsANativeStackAlone_IsKept() =>
        FailureReport.Compose(new ExternalException("Exception raised from malloc: CUDA error: launch failure"))
            .ShouldStartWith("CUDA error: Exception raised from malloc: CUDA error: launch failure. Fix: ");

    [Theory]
    [InlineData(500, "")]
    [InlineData(501, "…")]
    public void MessageBeforeAnAdvice_IsCutAfter500Characters(int length, string end)
    {
        var message = "CUDA error: ".PadRight(length, 'x');
        FailureReport.Compose(new ExternalException(message)).ShouldStartWith($"{message[..500]}{end}. Fix: ");
    }

    [Fact]
    public void NativeStack_DoesNotPushTheAdviceOut()
    {
        var frames = string.Concat(Enumerable.Range(0, 60).Select(i => $"\nframe #{i}: c10::Error::Error(c10::SourceLocation, std::string) + 0x57"));
        var text = FailureReport.Compose(new BatchMemoryException(4, new ExternalException($"{Gpu}\nException raised from malloc at CUDACachingAllocator.cpp:578{frames}")));
        text.ShouldStartWith($"Out of GPU memory: {Gpu}. Fix: try batch_size=2");
        text.ShouldNotContain("frame #");
    }

    [Fact]
    public void EndlessMessage_DoesNotPushTheAdviceOut()
    {
        var text = FailureReport.Compose(new ExternalException("CUDA error: " + new string('x', 3000)));
        text.Length.ShouldBeLessThanOrEqualTo(1024);
        text.ShouldContain("x…. Fix: run the job again");
    }

    [Fact]
    public void Secrets_AreGoneBeforeTheTextIsCut()
    {
        var text = FailureReport.Compose(new InvalidOperationException(new string('x', 980) + " https://me:correct-horse-battery-staple@example.com"));
        text.ShouldNotContain("corr");
        text.Length.ShouldBeLessThanOrEqualTo(1024);
    }
}
