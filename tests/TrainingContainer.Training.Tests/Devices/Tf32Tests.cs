using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

public sealed class Tf32Tests : IDisposable
{
    public void Dispose() => Tf32.Allow(Tf32Preference.Auto);

    [Theory]
    [InlineData(Tf32Preference.Auto, false, true)]
    [InlineData(Tf32Preference.True, true, true)]
    [InlineData(Tf32Preference.False, false, false)]
    public void Preference_SetsBothSwitches(Tf32Preference preference, bool products, bool convolutions)
    {
        Tf32.Allow(preference);

        backends.cuda.matmul.allow_tf32.ShouldBe(products);
        backends.cudnn.allow_tf32.ShouldBe(convolutions);
    }

    [Fact]
    public void GpuMemory_WithoutAGpu_IsUnknown()
    {
        if (cuda.is_available())
            GpuMemory.Read()!.Value.Total.ShouldBeGreaterThan(GpuMemory.Read()!.Value.Free);
        else
            GpuMemory.Read().ShouldBeNull();
    }
}
