using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.S3;

/// <summary>S3 by way of the AWS SDK. Credentials and region are those of the SDK's default chain.</summary>
internal sealed class AmazonObjectStore : IObjectStore
{
    private const string EndpointOfS3 = "AWS_ENDPOINT_URL_S3";
    private const string EndpointOfAll = "AWS_ENDPOINT_URL";
    private const string SomeRegion = "us-east-1";
    private const int ConnectionsMax = 64;
    private const int BufferBytes = 256 << 10;

    private readonly AmazonS3Client _client;

    // TLS protects the body as a signature would; without it the body is signed
    private readonly bool _isEncrypted;

    private AmazonObjectStore(AmazonS3Client client) =>
        (_client, _isEncrypted) = (client, client.Config.ServiceURL?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) != true);

    /// <summary>Reaches S3, or what AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL names, there with the bucket in the path. Connects to nothing yet.</summary>
    /// <param name="getVariable">Reads an environment variable.</param>
    /// <param name="attemptTimeMax">Of one request.</param>
    /// <exception cref="JobInputException">The endpoint is no URL, or nothing says which region.</exception>
    public static AmazonObjectStore Open(Func<string, string?> getVariable, TimeSpan attemptTimeMax)
    {
        var config = new AmazonS3Config
        {
            // ResilientStore repeats
            MaxErrorRetry = 0,
            // ResilientStore ends a try in time and says so; two timers of one length would race
            Timeout = 2 * attemptTimeMax,
            MaxConnectionsPerServer = ConnectionsMax,
            BufferSize = BufferBytes,
            // uploads carry a checksum made here: the SDK's own cost a multiple of the time
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        };
        var region = Given(getVariable("AWS_REGION")) ?? Given(getVariable("AWS_DEFAULT_REGION")) ?? FallbackRegionFactory.GetRegionEndpoint()?.SystemName;
        var variable = Given(getVariable(EndpointOfS3)) is null ? EndpointOfAll : EndpointOfS3;
        if (Given(getVariable(variable)) is { } endpoint)
        {
            if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                throw Refused($"environment variable {variable}", $"found {Shown.Quoted(endpoint)}, expected a URL such as https://s3.example.com", "correct it, or leave it out to use AWS");
            config.ServiceURL = endpoint;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = region ?? SomeRegion;
        }
        else
        {
            config.RegionEndpoint = region is not null
                ? RegionEndpoint.GetBySystemName(region)
                : throw Refused("environment variable AWS_REGION", "found no region, and S3 needs to know the bucket's", "set AWS_REGION, for example to eu-central-1, or give the AWS profile a region");
        }

        return new AmazonObjectStore(new AmazonS3Client(config));
    }

    /// <inheritdoc/>
    public Task<ObjectPage> ListAsync(string bucket, string prefix, string? next, CancellationToken stop) => Guarded(stop, async () =>
    {
        var answer = await _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, ContinuationToken = next }, stop).ConfigureAwait(false);
        var objects = (answer.S3Objects ?? []).Select(found => new StoredObject(
            bucket, found.Key, found.Size ?? 0, Unquoted(found.ETag), new DateTimeOffset((found.LastModified ?? default).ToUniversalTime())));
        return new ObjectPage([.. objects], answer.IsTruncated == true ? answer.NextContinuationToken : null);
    });

    /// <inheritdoc/>
    public Task<bool> ReadAsync(StoredObject source, long offset, Memory<byte> target, CancellationToken stop) => Guarded(stop, async () =>
    {
        var request = new GetObjectRequest
        {
            BucketName = source.Bucket, Key = source.Key, EtagToMatch = $"\"{source.ETag}\"", ByteRange = new ByteRange(offset, offset + target.Length - 1),
        };
        using var answer = await _client.GetObjectAsync(request, stop).ConfigureAwait(false);
        if (Unquoted(answer.ETag) != source.ETag)
            throw new ObjectStoreException(ObjectStoreFailure.Replaced, $"the ETag {Shown.Plain(Unquoted(answer.ETag))} for {source.ETag}");
        if (answer.ContentLength != target.Length)
            throw Damaged($"an answer of {answer.ContentLength} bytes for {target.Length}");
        var range = string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{offset + target.Length - 1}/{source.Length}");
        if (answer.ContentRange is { Length: > 0 } found && found != range)
            throw Damaged($"{Shown.Plain(found)} for {range}");
        var read = await answer.ResponseStream.ReadAtLeastAsync(target, target.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false);
        if (read != target.Length)
            throw Damaged($"{read} bytes for {target.Length}");
        return IsPlain(answer.ServerSideEncryptionMethod) && answer.ServerSideEncryptionCustomerMethod is null or { Value: null or "" };
    });

    /// <inheritdoc/>
    public Task<long?> PartBytesAsync(StoredObject source, CancellationToken stop) => Guarded<long?>(stop, async () =>
    {
        var request = new GetObjectMetadataRequest { BucketName = source.Bucket, Key = source.Key, PartNumber = 1 };
        var answer = await _client.GetObjectMetadataAsync(request, stop).ConfigureAwait(false);
        return answer.ContentLength is > 0 and var bytes && bytes < source.Length ? bytes : null;
    });

    /// <inheritdoc/>
    public Task WriteAsync(string bucket, string key, ReadOnlyMemory<byte> bytes, CancellationToken stop) => Guarded(stop, async () =>
    {
        using var body = StreamOf(bytes);
        var request = new PutObjectRequest
        {
            BucketName = bucket, Key = key, InputStream = body, AutoCloseStream = false,
            ChecksumAlgorithm = ChecksumAlgorithm.CRC32C, ChecksumCRC32C = ChecksumOf(bytes), UseChunkEncoding = false, DisablePayloadSigning = _isEncrypted,
        };
        await CheckedAsync(_client.PutObjectAsync(request, stop), bytes, answer => (answer.ETag, answer.ServerSideEncryptionMethod)).ConfigureAwait(false);
        return true;
    });

    /// <inheritdoc/>
    public Task<string> BeginAsync(string bucket, string key, CancellationToken stop) => Guarded(stop, async () =>
    {
        var request = new InitiateMultipartUploadRequest { BucketName = bucket, Key = key, ChecksumAlgorithm = ChecksumAlgorithm.CRC32C };
        return (await _client.InitiateMultipartUploadAsync(request, stop).ConfigureAwait(false)).UploadId;
    });

    /// <inheritdoc/>
    public Task<UploadedPart> WritePartAsync(string bucket, string key, string upload, int number, ReadOnlyMemory<byte> bytes, CancellationToken stop) => Guarded(stop, async () =>
    {
        using var body = StreamOf(bytes);
        var checksum = ChecksumOf(bytes);
        var request = new UploadPartRequest
        {
            BucketName = bucket, Key = key, UploadId = upload, PartNumber = number, PartSize = bytes.Length, InputStream = body,
            ChecksumAlgorithm = ChecksumAlgorithm.CRC32C, ChecksumCRC32C = checksum, UseChunkEncoding = false, DisablePayloadSigning = _isEncrypted,
        };
        var answer = await CheckedAsync(_client.UploadPartAsync(request, stop), bytes, answer => (answer.ETag, answer.ServerSideEncryptionMethod)).ConfigureAwait(false);
        return new UploadedPart(answer.ETag, checksum);
    });

    /// <inheritdoc/>
    public Task CompleteAsync(string bucket, string key, string upload, IReadOnlyList<UploadedPart> parts, CancellationToken stop) => Guarded(stop, () =>
        _client.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest
            {
                BucketName = bucket, Key = key, UploadId = upload,
                PartETags = [.. parts.Select((part, index) => new PartETag(index + 1, part.ETag) { ChecksumCRC32C = part.Checksum })],
            },
            stop));

    /// <inheritdoc/>
    public Task AbortAsync(string bucket, string key, string upload, CancellationToken stop) => Guarded(stop, () =>
        _client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload }, stop));

    /// <inheritdoc/>
    public Task DeleteAsync(string bucket, string key, CancellationToken stop) => Guarded(stop, () =>
        _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = key }, stop));

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task<T> Guarded<T>(CancellationToken stop, Func<Task<T>> request)
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ObjectStoreException)
        {
            stop.ThrowIfCancellationRequested();
            throw AmazonFailures.Of(exception);
        }
    }

    // S3 compares the CRC-32C with what arrives. Of a store that only repeats it the ETag tells; its MD5 is made while the bytes are on their way.
    private static async Task<T> CheckedAsync<T>(Task<T> sent, ReadOnlyMemory<byte> bytes, Func<T, (string? ETag, ServerSideEncryptionMethod? Encryption)> stored)
    {
        var md5 = ContentMd5.Of(bytes.Span);
        var answer = await sent.ConfigureAwait(false);
        var (etag, encryption) = stored(answer);
        return IsPlain(encryption) && ContentMd5.IsOfOnePiece(Unquoted(etag)) && Unquoted(etag) != ContentMd5.Hex(md5)
            ? throw Damaged($"the ETag {Unquoted(etag)} for bytes whose MD5 is {ContentMd5.Hex(md5)}")
            : answer;
    }

    private static string ChecksumOf(ReadOnlyMemory<byte> bytes)
    {
        var checksum = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32C.Of(bytes.Span));
        return Convert.ToBase64String(checksum);
    }

    private static bool IsPlain(ServerSideEncryptionMethod? encryption) =>
        encryption is null || string.IsNullOrEmpty(encryption.Value) || encryption == ServerSideEncryptionMethod.None || encryption == ServerSideEncryptionMethod.AES256;

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);

    private static string Unquoted(string? etag) => etag?.Trim('"') ?? "";

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static ObjectStoreException Damaged(string message) => new(ObjectStoreFailure.Damaged, message);

    private static JobInputException Refused(string where, string what, string fix) => new([new Mistake(where, what, fix)]);
}
