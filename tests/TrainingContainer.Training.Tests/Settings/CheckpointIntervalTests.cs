namespace TrainingContainer.Training.Tests;

public sealed class CheckpointIntervalTests
{
    [Theory]
    [InlineData("auto", CheckpointUnit.Auto, 0)]
    [InlineData(" AUTO ", CheckpointUnit.Auto, 0)]
    [InlineData("30s", CheckpointUnit.Seconds, 30)]
    [InlineData("15m", CheckpointUnit.Seconds, 900)]
    [InlineData("500ba", CheckpointUnit.Batches, 500)]
    [InlineData("1ep", CheckpointUnit.Epochs, 1)]
    [InlineData(" 2 EP ", CheckpointUnit.Epochs, 2)]
    [InlineData("1000000000m", CheckpointUnit.Seconds, 60_000_000_000)]
    public void NumberWithUnit_IsRead(string text, CheckpointUnit unit, long count) =>
        CheckpointInterval.TryParse(text).ShouldBe(new CheckpointInterval(unit, count));

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("ep")]
    [InlineData("0s")]
    [InlineData("-1ep")]
    [InlineData("+1ep")]
    [InlineData("1.5m")]
    [InlineData("1,000ba")]
    [InlineData("1000000001ba")]
    [InlineData("99999999999999999999s")]
    [InlineData("1h")]
    [InlineData("1epoch")]
    [InlineData("s30")]
    [InlineData("३0s")]
    [InlineData("autos")]
    public void AnythingElse_IsRefused(string text) => CheckpointInterval.TryParse(text).ShouldBeNull();
}
