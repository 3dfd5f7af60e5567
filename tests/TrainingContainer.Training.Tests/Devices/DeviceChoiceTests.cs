namespace TrainingContainer.Training.Tests;

public sealed class DeviceChoiceTests
{
    [Theory]
    [InlineData(DevicePreference.Auto, false)]
    [InlineData(DevicePreference.Cpu, true)]
    public void Device_IsTheCpuWithoutAGpuOrWhenAskedFor(DevicePreference preference, bool cudaIsAvailable) =>
        DeviceChoice.For(preference, cudaIsAvailable).IsCuda.ShouldBeFalse();
}
