namespace TrainingContainer.Training.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("17", 17)]
    [InlineData(" 2 KB ", 2_000)]
    [InlineData("500MB", 500_000_000)]
    [InlineData("1.5gb", 1_500_000_000)]
    [InlineData("3TB", 3_000_000_000_000)]
    [InlineData("12 B", 12)]
    public void TryParse_ReadsWhatPeopleWrite(string text, long bytes) => ByteSize.TryParse(text).ShouldBe(bytes);

    [Theory]
    [InlineData("")]
    [InlineData("auto")]
    [InlineData("-1")]
    [InlineData("4 GiB")]
    [InlineData("GB")]
    [InlineData("1e3")]
    [InlineData("1,5GB")]
    [InlineData("NaN")]
    [InlineData("2000000TB")]
    public void TryParse_RefusesTheRest(string text) => ByteSize.TryParse(text).ShouldBeNull();

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(100_000, "100 KB")]
    [InlineData(1_500_000_000, "1.5 GB")]
    public void Shown_IsReadable(long bytes, string text) => ByteSize.Shown(bytes).ShouldBe(text);
}
