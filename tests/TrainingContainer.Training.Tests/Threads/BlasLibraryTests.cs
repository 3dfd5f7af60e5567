namespace TrainingContainer.Training.Tests;

public sealed class BlasLibraryTests
{
    [Fact]
    public void ReferenceBlas_IsWarnedOf()
    {
        var library = BlasLibrary.Identify(["/usr/lib/libtorch_cpu.so", "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0"]);
        library.IsReference.ShouldBeTrue();
        library.Warning.ShouldNotBeNull().ShouldContain("apt-get install libopenblas0-pthread");
        library.SetThreads.ShouldBeNull();
    }

    [Theory]
    [InlineData("/usr/lib/x86_64-linux-gnu/libmkl_core.so.2", "MKL")]
    [InlineData("/opt/torch/lib/libtorch_cpu.so", "unknown")]
    public void OtherLibraries_AreNotWarnedOf(string path, string name)
    {
        var library = BlasLibrary.Identify([path]);
        library.Name.ShouldBe(name);
        library.Warning.ShouldBeNull();
    }
}
