using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using TrainingContainer.SageMaker;

namespace TrainingContainer.S3;

/// <summary>Says what the SDK's exceptions mean.</summary>
internal static class AmazonFailures
{
    private const int TextMax = 300;
    private const int ChainMax = 8;

    /// <summary>The failure that an exception of the SDK means; it quotes S3's error code and text, and never a request's headers.</summary>
    public static ObjectStoreException Of(Exception exception)
    {
        var failure = KindOf(exception);
        return new ObjectStoreException(failure, Text(exception, failure), exception);
    }

    private static ObjectStoreFailure KindOf(Exception exception)
    {
        if (Chain(exception).OfType<AmazonServiceException>().FirstOrDefault(link => link.StatusCode != 0) is { } answer)
            return OfAnswer(answer.ErrorCode ?? "", answer.StatusCode);
        // before the connection: one that is given up for its time ends with an "Operation canceled" of its own
        if (Chain(exception).Any(link => link is TimeoutException or OperationCanceledException))
            return ObjectStoreFailure.TimedOut;
        if (Chain(exception).Any(link => link is HttpRequestException or IOException or SocketException or AuthenticationException))
            return ObjectStoreFailure.NoConnection;
        if (IsChecksum(exception))
            return ObjectStoreFailure.Damaged;
        return exception is AmazonClientException && exception.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase)
            ? ObjectStoreFailure.NoCredentials
            : ObjectStoreFailure.Other;
    }

    // the SDK compares with the checksum that S3 sends for an object that is read as a whole
    private static bool IsChecksum(Exception exception) => exception is not AmazonServiceException
        && Chain(exception).Any(link => link is AmazonClientException && link.Message.Contains("hash", StringComparison.OrdinalIgnoreCase));

    /// <remarks>Source: the S3 API reference, "Error responses".</remarks>
    private static ObjectStoreFailure OfAnswer(string code, HttpStatusCode status) => code switch
    {
        "NoSuchBucket" => ObjectStoreFailure.NoSuchBucket,
        "NoSuchKey" => ObjectStoreFailure.NoSuchKey,
        "NoSuchUpload" => ObjectStoreFailure.NoSuchUpload,
        "AccessDenied" or "AllAccessDisabled" or "AccountProblem" => ObjectStoreFailure.AccessDenied,
        "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" => ObjectStoreFailure.BadCredentials,
        "PermanentRedirect" or "TemporaryRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => ObjectStoreFailure.WrongRegion,
        "RequestTimeTooSkewed" or "RequestExpired" => ObjectStoreFailure.ClockSkew,
        "PreconditionFailed" => ObjectStoreFailure.Replaced,
        "BadDigest" or "IncompleteBody" or "XAmzContentSHA256Mismatch" or "XAmzContentChecksumMismatch" or "InvalidDigest" => ObjectStoreFailure.Damaged,
        "RequestTimeout" => ObjectStoreFailure.TimedOut,
        "SlowDown" or "InternalError" or "ServiceUnavailable" or "Throttling" or "ThrottlingException" or "OperationAborted" => ObjectStoreFailure.Unavailable,
        _ => status switch
        {
            HttpStatusCode.Moved or HttpStatusCode.TemporaryRedirect => ObjectStoreFailure.WrongRegion,
            HttpStatusCode.Forbidden => ObjectStoreFailure.AccessDenied,
            HttpStatusCode.NotFound => ObjectStoreFailure.NoSuchKey,
            HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestedRangeNotSatisfiable => ObjectStoreFailure.Replaced,
            HttpStatusCode.RequestTimeout => ObjectStoreFailure.TimedOut,
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => ObjectStoreFailure.Unavailable,
            _ => ObjectStoreFailure.Other,
        },
    };

    private static string Text(Exception exception, ObjectStoreFailure failure)
    {
        if (failure == ObjectStoreFailure.NoCredentials)
            return "none: neither environment variables nor a web identity, a profile or the machine's role give any";
        if (IsChecksum(exception))
            return "bytes with another checksum than S3 sends with them";
        var link = Chain(exception).OfType<AmazonServiceException>().FirstOrDefault(link => link.StatusCode != 0) 
            ?? Chain(exception).FirstOrDefault(link => link is TimeoutException) ?? Chain(exception).Last();
        var text = Shown.OneLine(Redactor.Patterns.Redact(Shown.Cut(link.Message, TextMax))).Trim();
        return link is AmazonServiceException { StatusCode: var status } answer and not { StatusCode: 0 }
            ? $"{(int)status} {answer.ErrorCode ?? failure.ToString()} ({text})"
            : text;
    }

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        var count = 0;
        for (var link = exception; link is not null && count++ < ChainMax; link = link.InnerException)
            yield return link;
    }
}
