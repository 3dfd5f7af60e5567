using TrainingContainer.LocalSageMaker.Commands;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Commands;

public sealed class RunOptionsReaderTests
{
    [Fact]
    public void NoEndpoint_IsTheFolder()
    {
        Read().S3Endpoint.ShouldBeNull();
        Read().S3Root.ShouldBe("/home/s3");
        Read("--s3-root", "/data").S3Root.ShouldBe("/data");
    }

    [Fact]
    public void S3Root_EmptyOrAFile_IsRefused()
    {
        using var folder = new TemporaryFolder().Put("a", "");
        Should.Throw<JobInputException>(() => Read("--s3-root", "")).Message.ShouldBe("--s3-root: found \"\", expected a path. Fix: name one, or leave the option out");
        Should.Throw<JobInputException>(() => Read("--s3-root", folder.PathOf("s3", "a"))).Message.ShouldContain("which is no folder, expected one with a folder for each bucket");
    }

    [Theory]
    [InlineData("")]
    [InlineData("us east 1")]
    [InlineData("us-east-1:")]
    public void Region_ThatNoArnCanHold_IsRefused(string region) =>
        Should.Throw<JobInputException>(() => Read("--region", region)).Message.ShouldBe($"--region: found \"{region}\", expected a region such as us-east-1");

    [Theory]
    [InlineData("eu-central-1")]
    [InlineData("local")]
    public void Region_IsKept(string region) => Read("--region", region).Region.ShouldBe(region);

    [Theory]
    [InlineData("http://127.0.0.1:9000")]
    [InlineData("https://s3.eu-central-1.amazonaws.com/")]
    [InlineData("aws")]
    public void Endpoint_IsKeptAsItIsGiven(string endpoint) => Read("--s3-endpoint", endpoint).S3Endpoint.ShouldBe(endpoint);

    [Theory]
    [InlineData("127.0.0.1:9000", "found \"127.0.0.1:9000\", expected a URL like http://127.0.0.1:9000, or aws")]
    [InlineData("s3://bucket", "expected a URL like")]
    [InlineData("http://minio:password@127.0.0.1:9000", "found a URL of 127.0.0.1 with a user, a query or a fragment, expected none of them. Fix: give credentials by AWS_ACCESS_KEY_ID")]
    [InlineData("http://127.0.0.1/?token=password", "found a URL of 127.0.0.1 with a user, a query or a fragment")]
    public void WrongEndpoint_IsToldWithoutWhatMayBeSecret(string endpoint, string message)
    {
        var told = Should.Throw<JobInputException>(() => Read("--s3-endpoint", endpoint)).Message;
        told.ShouldContain(message);
        told.ShouldNotContain("password");
    }

    [Fact]
    public void EndpointBesideAFolder_AndWrongToo_AreTwoMistakes()
    {
        var message = Should.Throw<JobInputException>(() => Read("--s3-endpoint", "minio", "--s3-root", "/data")).Message;
        message.ShouldContain("found --s3-root beside it, expected one of the two");
        message.ShouldContain("expected a URL like");
    }

    private static RunOptions Read(params string[] arguments) =>
        RunOptionsReader.Read(CommandLine.Parse(["create-training-job", .. arguments, "--runner", "docker"]), new LocalHome("/home"));
}
