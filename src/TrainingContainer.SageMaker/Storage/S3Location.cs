using System.Text;

namespace TrainingContainer.SageMaker;

/// <summary>A place in S3: <c>s3://BUCKET/KEY</c>, where the key may be a prefix, or empty for the whole bucket.</summary>
/// <param name="Bucket">The bucket's name, or an access point's alias.</param>
/// <param name="Key">Without the slash after the bucket.</param>
/// <remarks>Source: the S3 user guide's pages "Bucket naming rules" and "Naming Amazon S3 objects".</remarks>
public sealed record S3Location(string Bucket, string Key)
{
    /// <summary>What such a location looks like, for messages.</summary>
    public const string Expected = "s3://BUCKET/PREFIX (the bucket of 3 to 63 lower-case letters, digits, dots and dashes; then one slash, and at most 1024 bytes that begin with no other)";

    private const string Scheme = "s3://";
    private const int BucketLengthMin = 3;
    private const int BucketLengthMax = 63;
    private const int KeyBytesMax = 1024;

    /// <summary>Whether a text wants to be a location in S3.</summary>
    public static bool IsMeant(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads a location; null when it is none. Nothing is decoded: S3's keys are taken as they are written.</summary>
    public static S3Location? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        var path = text[Scheme.Length..];
        var slash = path.IndexOf('/');
        var (bucket, key) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        // the AWS SDK signs such a key and sends it without its slash
        if (key.StartsWith('/')) return null;
        return IsBucket(bucket) && Encoding.UTF8.GetByteCount(key) <= KeyBytesMax && !key.Any(char.IsControl) ? new S3Location(bucket, key) : null;
    }

    /// <summary>The location of something within this one, with one slash between.</summary>
    /// <param name="name">For example <c>output/model.tar.gz</c>.</param>
    public S3Location Within(string name) => this with { Key = Key.Length == 0 || Key.EndsWith('/') ? Key + name : $"{Key}/{name}" };

    /// <summary><c>s3://BUCKET/KEY</c>.</summary>
    public override string ToString() => $"{Scheme}{Bucket}/{Key}";

    private static bool IsBucket(string name) =>
        name.Length is >= BucketLengthMin and <= BucketLengthMax && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && !name.Contains("..") && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');
}
