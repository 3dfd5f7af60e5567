using System.Text;

namespace TrainingContainer.S3.Tests.Objects;

/// <summary>Expected values: md5sum, and the ETags that the AWS command line's uploads get.</summary>
public sealed class ContentMd5Tests
{
    [Fact]
    public void OnePiece_IsTheMd5() => ContentMd5.Hex(ContentMd5.Of("abc"u8)).ShouldBe("900150983cd24fb0d6963f7d28e17f72");

    [Fact]
    public void Parts_AreTheMd5OfTheirMd5s_AndTheirNumber() =>
        ContentMd5.ETagOfParts([ContentMd5.Of("abc"u8), ContentMd5.Of("def"u8)]).ShouldBe("4c8e93283780e078db9e0c6b9b3f8043-2");

    [Fact]
    public void Stream_IsTheSame() => ContentMd5.ETagOf(new MemoryStream(Encoding.ASCII.GetBytes("abc"))).ShouldBe("900150983cd24fb0d6963f7d28e17f72");

    [Theory]
    [InlineData("900150983cd24fb0d6963f7d28e17f72", true, null)]
    [InlineData("900150983cd24fb0d6963f7d28e17f72-2", false, 2)]
    [InlineData("900150983cd24fb0d6963f7d28e17f72-0", false, null)]
    [InlineData("900150983cd24fb0d6963f7d28e17f72-", false, null)]
    [InlineData("900150983cd24fb0d6963f7d28e17fxx-2", false, null)]
    [InlineData("short", false, null)]
    [InlineData("", false, null)]
    public void ETags_TellWhatTheyAreOf(string etag, bool isOfOnePiece, int? parts)
    {
        ContentMd5.IsOfOnePiece(etag).ShouldBe(isOfOnePiece);
        ContentMd5.PartsOf(etag).ShouldBe(parts);
    }
}
