using System.Reflection;
using System.Runtime.InteropServices;

namespace TrainingContainer.SageMaker.Tests;

public class FailureClassifierTests
{
    public static TheoryData<FailureKind, Exception> Known => new()
    {
        { FailureKind.UserError, new JobInputException([new("a", "found 1")]) },
        { FailureKind.OutOfMemory, new OutOfMemoryException() },
        { FailureKind.OutOfMemory, new InsufficientMemoryException() },
        { FailureKind.OutOfMemory, new IOException("no memory", 12) },
        { FailureKind.OutOfMemory, new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 15.78 GiB total capacity)") },
        { FailureKind.OutOfMemory, new ExternalException("CUDA error: out of memory") },
        { FailureKind.OutOfMemory, new ExternalException("[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 4398046511104 bytes. Error code 12 (Cannot allocate memory)") },
        { FailureKind.OutOfMemory, new ExternalException("[enforce fail at alloc_cpu.cpp:66] . DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes.") },
        { FailureKind.OutOfMemory, new ExternalException("std::bad_alloc") },
        { FailureKind.OutOfMemory, new ExternalException("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`") },
        { FailureKind.CudaError, new ExternalException("CUDA error: an illegal memory access was encountered") },
        { FailureKind.CudaError, new ExternalException("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED") },
        { FailureKind.CudaError, new ExternalException("CUDA driver version is insufficient for CUDA runtime version") },
        { FailureKind.InputOutput, new IOException("No space left on device", 28) },
        { FailureKind.InputOutput, new IOException("Broken pipe", 32) },
        { FailureKind.InputOutput, new FileNotFoundException("no file") },
        { FailureKind.InputOutput, new UnauthorizedAccessException("denied") },
        { FailureKind.Internal, new ExternalException("mat1 and mat2 shapes cannot be multiplied") },
        { FailureKind.Internal, new NullReferenceException() },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Exception_HasItsKind_HoweverItIsWrapped(FailureKind kind, Exception exception)
    {
        FailureClassifier.Default.KindOf(exception).ShouldBe(kind);
        FailureClassifier.Default.KindOf(new AggregateException(new TargetInvocationException(exception))).ShouldBe(kind);
        FailureClassifier.Default.KindOf(new BatchMemoryException(8, exception)).ShouldBe(kind);
    }

    [Fact]
    public void TypeOfAnotherRoom_HasTheKindItWasGiven()
    {
        var classifier = new FailureClassifier(new Dictionary<Type, FailureKind> { [typeof(ArithmeticException)] = FailureKind.DataError });
        classifier.KindOf(new DivideByZeroException("CUDA out of memory, says a cell of the table")).ShouldBe(FailureKind.DataError);
        classifier.KindOf(new InvalidOperationException("reading", new ArithmeticException())).ShouldBe(FailureKind.DataError);
        FailureClassifier.Default.KindOf(new DivideByZeroException()).ShouldBe(FailureKind.Internal);
    }

    [Theory]
    [InlineData("DefaultCPUAllocator: cannot allocate memory", FailureKind.OutOfMemory)]
    [InlineData("CUDA kernel errors might be asynchronously reported", FailureKind.CudaError)]
    [InlineData("CUDA runtime library not found", FailureKind.CudaError)]
    [InlineData("CUBLAS_STATUS_EXECUTION_FAILED", FailureKind.CudaError)]
    [InlineData("cusolver error: CUSOLVER_STATUS_INTERNAL_ERROR", FailureKind.CudaError)]
    [InlineData("cudaErrorNoDevice", FailureKind.CudaError)]
    [InlineData("NCCL error in: ProcessGroupNCCL.cpp", FailureKind.CudaError)]
    [InlineData("out of range", FailureKind.Internal)]
    public void NativeMessage_TellsItsKind(string message, FailureKind kind) =>
        FailureClassifier.Default.KindOf(new ExternalException(message)).ShouldBe(kind);

    [Fact]
    public void KnownExceptionAroundAnUnknownOne_IsTheCause() =>
        FailureClassifier.Default.KindOf(new UnauthorizedAccessException("denied", new FormatException("bad"))).ShouldBe(FailureKind.InputOutput);

    [Fact]
    public void AggregateOfNothing_IsInternal() => FailureClassifier.Default.KindOf(new AggregateException()).ShouldBe(FailureKind.Internal);

    [Theory]
    [InlineData(15, FailureKind.InputOutput)]
    [InlineData(16, FailureKind.Internal)]
    public void Cause_IsLookedForSixteenExceptionsDeep(int around, FailureKind kind)
    {
        Exception exception = new IOException("disk");
        for (var i = 0; i < around; i++) exception = new InvalidOperationException($"level {i}", exception);
        FailureClassifier.Default.KindOf(exception).ShouldBe(kind);
    }

    [Fact]
    public void UsersMistakeThatQuotesCuda_StaysTheUsers() =>
        FailureClassifier.Default.KindOf(new JobInputException([new("hyperparameter note", "found \"CUDA out of memory\"")])).ShouldBe(FailureKind.UserError);
}
