namespace TrainingContainer.S3;

/// <summary>Why a request to S3 failed, as far as what to do about it differs.</summary>
internal enum ObjectStoreFailure
{
    /// <summary>There is no such bucket.</summary>
    NoSuchBucket,

    /// <summary>There is no such object.</summary>
    NoSuchKey,

    /// <summary>There is no such upload in parts: it was completed or dropped.</summary>
    NoSuchUpload,

    /// <summary>The credentials don't allow it.</summary>
    AccessDenied,

    /// <summary>The credentials are unknown, wrong or have expired.</summary>
    BadCredentials,

    /// <summary>There are no credentials.</summary>
    NoCredentials,

    /// <summary>The bucket is in another region.</summary>
    WrongRegion,

    /// <summary>This machine's clock is wrong: a signature is good for 15 minutes.</summary>
    ClockSkew,

    /// <summary>The object was replaced while it was read.</summary>
    Replaced,

    /// <summary>Bytes were lost or changed on the way.</summary>
    Damaged,

    /// <summary>No answer came: no connection, or it broke.</summary>
    NoConnection,

    /// <summary>No answer came in time.</summary>
    TimedOut,

    /// <summary>The store is overloaded or broken (429, 5xx).</summary>
    Unavailable,

    /// <summary>Anything else.</summary>
    Other,
}
