namespace TrainingContainer.SageMaker.Tests.Storage;

public sealed class S3LocationTests
{
    [Theory]
    [InlineData("s3://bucket", "bucket", "")]
    [InlineData("s3://bucket/", "bucket", "")]
    [InlineData("s3://my.bucket-1/a/b/", "my.bucket-1", "a/b/")]
    [InlineData("s3://bucket/a//b", "bucket", "a//b")]
    [InlineData("s3://bucket/ä b?c#d%20", "bucket", "ä b?c#d%20")]
    public void Locations_AreReadAsTheyAreWritten(string text, string bucket, string key)
    {
        S3Location.TryParse(text).ShouldBe(new S3Location(bucket, key));
        S3Location.TryParse(S3Location.TryParse(text)!.ToString()).ShouldBe(new S3Location(bucket, key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("bucket/key")]
    [InlineData("S3://bucket/key")]
    [InlineData("s3:/bucket/key")]
    [InlineData("s3://")]
    [InlineData("s3:///key")]
    [InlineData("s3://ab/key")]
    [InlineData("s3://Bucket/key")]
    [InlineData("s3://-bucket/key")]
    [InlineData("s3://bucket./key")]
    [InlineData("s3://buc..ket/key")]
    [InlineData("s3://buc_ket/key")]
    [InlineData("s3://key:secret@bucket/key")]
    [InlineData("s3://bucket/a\nb")]
    [InlineData("s3://bucket//a")]
    [InlineData("s3://bucket//")]
    [InlineData("https://bucket.s3.amazonaws.com/key")]
    public void OtherTexts_AreNone(string text) => S3Location.TryParse(text).ShouldBeNull();

    [Fact]
    public void Bounds_AreThoseOfS3()
    {
        S3Location.TryParse($"s3://{new string('b', 63)}/{new string('k', 1024)}").ShouldNotBeNull();
        S3Location.TryParse($"s3://{new string('b', 64)}/k").ShouldBeNull();
        S3Location.TryParse($"s3://bucket/{new string('k', 1025)}").ShouldBeNull();
        S3Location.TryParse($"s3://bucket/{new string('ä', 513)}").ShouldBeNull();
    }

    [Theory]
    [InlineData("s3://bucket", "x", "s3://bucket/x")]
    [InlineData("s3://bucket/p", "x/y", "s3://bucket/p/x/y")]
    [InlineData("s3://bucket/p/", "x", "s3://bucket/p/x")]
    [InlineData("s3://bucket/p", "", "s3://bucket/p/")]
    public void Within_PutsOneSlashBetween(string text, string name, string expected) =>
        S3Location.TryParse(text)!.Within(name).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("s3://x", true)]
    [InlineData("S3://x", true)]
    [InlineData("/opt/ml/code", false)]
    public void IsMeant_AsksForTheSchemeOnly(string text, bool expected) => S3Location.IsMeant(text).ShouldBe(expected);
}
