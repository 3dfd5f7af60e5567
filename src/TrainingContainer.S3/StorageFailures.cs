using TrainingContainer.SageMaker;

namespace TrainingContainer.S3;

/// <summary>The one place that says what went wrong with S3, where, and what to do about it.</summary>
internal static class StorageFailures
{
    /// <summary>What to throw at a job's owner: <see cref="JobInputException"/> for what can be corrected, <see cref="IOException"/> for what may pass.</summary>
    /// <param name="exception">What a request said, after all tries.</param>
    /// <param name="where">Who asked: <c>channel train</c>.</param>
    /// <param name="location">What for.</param>
    public static Exception Of(ObjectStoreException exception, string where, S3Location location) =>
        exception.IsTransient || exception.Failure is ObjectStoreFailure.Other or ObjectStoreFailure.Replaced or ObjectStoreFailure.NoSuchUpload
            ? new IOException(Text(exception, where, location), exception)
            : new JobInputException([Mistake(exception, where, location)]);

    /// <summary>The same as one sentence, for a warning.</summary>
    public static string Text(ObjectStoreException exception, string where, S3Location location) => Mistake(exception, where, location).ToString();

    private static Mistake Mistake(ObjectStoreException exception, string where, S3Location location)
    {
        var (expected, fix) = Advice(exception.Failure, location);
        return new Mistake(where, $"{Shown.OneLine(location.ToString())}: found {exception.Message}, expected {expected}", fix);
    }

    private static (string Expected, string Fix) Advice(ObjectStoreFailure failure, S3Location location) => failure switch
    {
        ObjectStoreFailure.NoSuchBucket => ($"a bucket {location.Bucket}", "correct the bucket's name, or create it"),
        ObjectStoreFailure.NoSuchKey => ("such an object", "correct the key; upper and lower case matter"),
        ObjectStoreFailure.AccessDenied => ("permission",
            $"allow the role or user s3:ListBucket on arn:aws:s3:::{location.Bucket} and s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload on arn:aws:s3:::{location.Bucket}/*; a bucket policy or a KMS key may refuse as well"),
        ObjectStoreFailure.BadCredentials => ("valid credentials", "renew them (aws sso login, a new session), or correct AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"),
        ObjectStoreFailure.NoCredentials => ("credentials in the environment, the AWS profile or the role",
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (docker run -e …), mount ~/.aws and set AWS_PROFILE, or run it with a role"),
        ObjectStoreFailure.WrongRegion => ("a bucket in the region that is asked", "set AWS_REGION to the bucket's region: aws s3api get-bucket-location --bucket " + location.Bucket),
        ObjectStoreFailure.ClockSkew => ("this machine's clock within 15 minutes of S3's", "set the clock (timedatectl set-ntp true; on a virtual machine after sleep: restart its time service)"),
        ObjectStoreFailure.Replaced => ("an object that stays as it is while it is read", "run the job again when nobody writes there"),
        ObjectStoreFailure.Damaged => ("the whole object, unchanged", "run the job again; if it fails again, look at the network and any proxy on the way"),
        ObjectStoreFailure.NoConnection => ("a connection to S3", "check the network, HTTPS_PROXY, and AWS_ENDPOINT_URL_S3 if it is set; in a private subnet S3 needs a VPC endpoint"),
        ObjectStoreFailure.TimedOut => ("an answer in time", "check the network; a slow one may pass"),
        ObjectStoreFailure.Unavailable => ("an answer", "run the job again later"),
        _ => ("success", "look the error code up in the S3 API reference, \"Error responses\""),
    };
}
