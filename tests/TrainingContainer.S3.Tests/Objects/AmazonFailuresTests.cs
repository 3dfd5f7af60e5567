using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;

namespace TrainingContainer.S3.Tests.Objects;

public sealed class AmazonFailuresTests
{
    [Theory]
    [InlineData("NoSuchBucket", 404, ObjectStoreFailure.NoSuchBucket)]
    [InlineData("NoSuchKey", 404, ObjectStoreFailure.NoSuchKey)]
    [InlineData("NotFound", 404, ObjectStoreFailure.NoSuchKey)]
    [InlineData("NoSuchUpload", 404, ObjectStoreFailure.NoSuchUpload)]
    [InlineData("AccessDenied", 403, ObjectStoreFailure.AccessDenied)]
    [InlineData("", 403, ObjectStoreFailure.AccessDenied)]
    [InlineData("InvalidAccessKeyId", 403, ObjectStoreFailure.BadCredentials)]
    [InlineData("ExpiredToken", 400, ObjectStoreFailure.BadCredentials)]
    [InlineData("PermanentRedirect", 301, ObjectStoreFailure.WrongRegion)]
    [InlineData("", 301, ObjectStoreFailure.WrongRegion)]
    [InlineData("AuthorizationHeaderMalformed", 400, ObjectStoreFailure.WrongRegion)]
    [InlineData("RequestTimeTooSkewed", 403, ObjectStoreFailure.ClockSkew)]
    [InlineData("PreconditionFailed", 412, ObjectStoreFailure.Replaced)]
    [InlineData("BadDigest", 400, ObjectStoreFailure.Damaged)]
    [InlineData("RequestTimeout", 400, ObjectStoreFailure.TimedOut)]
    [InlineData("SlowDown", 503, ObjectStoreFailure.Unavailable)]
    [InlineData("InternalError", 500, ObjectStoreFailure.Unavailable)]
    [InlineData("TooManyRequests", 429, ObjectStoreFailure.Unavailable)]
    [InlineData("EntityTooLarge", 400, ObjectStoreFailure.Other)]
    public void Answers_AreToldByCodeThenStatus(string code, int status, object failure)
    {
        var found = AmazonFailures.Of(new AmazonS3Exception("text", ErrorType.Sender, code, "id", (HttpStatusCode)status));
        found.Failure.ShouldBe(failure);
        found.Message.ShouldStartWith($"{status} ");
        found.Message.ShouldEndWith("(text)");
    }

    [Fact]
    public void BrokenConnections_AreToldWhateverTheyAreWrappedIn()
    {
        var exception = AmazonFailures.Of(new AmazonServiceException("outer", new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused))));
        exception.Failure.ShouldBe(ObjectStoreFailure.NoConnection);
        exception.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public void ConnectionGivenUpForItsTime_IsNoBrokenConnection()
    {
        // as HttpClient wraps it
        var canceled = new IOException("Unable to read data from the transport connection", new SocketException((int)SocketError.OperationAborted));
        var found = AmazonFailures.Of(new TaskCanceledException("canceled", new TimeoutException("no answer within 100 s", new TaskCanceledException("canceled", canceled))));
        found.Failure.ShouldBe(ObjectStoreFailure.TimedOut);
        found.Message.ShouldBe("no answer within 100 s");
    }

    [Fact]
    public void MissingCredentials_AreTold() =>
        AmazonFailures.Of(new AmazonClientException("Failed to resolve AWS credentials. The credential providers used …")).Failure.ShouldBe(ObjectStoreFailure.NoCredentials);

    [Fact]
    public void ChecksumOfTheSdk_IsTold()
    {
        var found = AmazonFailures.Of(new AmazonClientException("Expected hash not equal to calculated hash"));
        found.Failure.ShouldBe(ObjectStoreFailure.Damaged);
        found.Message.ShouldBe("bytes with another checksum than S3 sends with them");
    }

    [Fact]
    public void TimeLimitOfTheSdk_IsTold() => AmazonFailures.Of(new TaskCanceledException("x", new TimeoutException())).Failure.ShouldBe(ObjectStoreFailure.TimedOut);

    [Fact]
    public void Messages_HaveNoSecretsAndOneLine()
    {
        var message = AmazonFailures.Of(new AmazonS3Exception("key AKIAIOSFODNN7EXAMPLE\nof https://x/?X-Amz-Signature=abcdef012345", ErrorType.Sender, "SignatureDoesNotMatch", "id", HttpStatusCode.Forbidden)).Message;
        message.ShouldNotContain("AKIAIOSFODNN7EXAMPLE");
        message.ShouldNotContain("abcdef012345");
        message.ShouldNotContain("\n");
    }
}
