namespace TrainingContainer.S3;

/// <summary>An object as a listing tells of it.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Key">Its whole key.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ETag">
/// Without quotes. Of an object in one piece it is the MD5 of its bytes; in N pieces the MD5 of their MD5s, then <c>-N</c>; encrypted with a
/// key of KMS or of the customer it is neither.
/// </param>
/// <param name="Modified">When it was written.</param>
internal sealed record StoredObject(string Bucket, string Key, long Length, string ETag, DateTimeOffset Modified)
{
    /// <summary><c>s3://BUCKET/KEY</c>.</summary>
    public override string ToString() => $"s3://{Bucket}/{Key}";
}
