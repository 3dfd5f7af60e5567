namespace TrainingContainer.LocalSageMaker.Storage;

/// <summary>A bucket and a key, or a key's beginning: <c>s3://bucket/key</c>.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Key">The key or prefix, without a slash before it; may be empty.</param>
internal sealed record S3Location(string Bucket, string Key)
{
    private const string Scheme = "s3://";

    /// <summary>The location that a URI names; null when it is none that a folder tree can hold.</summary>
    /// <param name="uri">For example <c>s3://bucket/train/</c>.</param>
    public static S3Location? TryParse(string uri)
    {
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        var path = uri[Scheme.Length..];
        var slash = path.IndexOf('/');
        var (bucket, key) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        return bucket.Length > 0 && IsPath(bucket) && IsPath(key) ? new S3Location(bucket, key) : null;
    }

    /// <summary>The location below this one, as if this one ended with a slash.</summary>
    public S3Location Below(string key) => this with { Key = Key.Length == 0 || Key.EndsWith('/') ? Key + key : $"{Key}/{key}" };

    /// <summary>For example <c>s3://bucket/key</c>.</summary>
    public override string ToString() => $"{Scheme}{Bucket}/{Key}";

    /// <summary>Whether a folder tree can hold the key: no empty, "." or ".." part in it, and no zero character.</summary>
    public static bool IsPath(string key) =>
        !key.Contains('\0') && !key.StartsWith('/') && !key.Contains("//", StringComparison.Ordinal) && key.Split('/').All(part => part is not ("." or ".."));
}
