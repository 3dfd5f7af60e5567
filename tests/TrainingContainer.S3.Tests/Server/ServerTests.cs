using System.Diagnostics;
using TrainingContainer.SageMaker;

namespace TrainingContainer.S3.Tests.Server;

/// <summary>The SDK, moto's S3 between, and everything that can happen to an answer on the way.</summary>
[Collection(ServerCollection.Name)]
public sealed class ServerTests(MotoServer server) : IAsyncLifetime
{
    private const int PieceBytes = MotoServer.PartBytesMin;

    private static readonly TransferLimits Limits = new()
    { Attempts = 6, AttemptTimeMax = TimeSpan.FromSeconds(10), PauseFirst = TimeSpan.FromMilliseconds(5), PauseMax = TimeSpan.FromMilliseconds(20), PieceBytes = PieceBytes, Parallel = 4 };

    /// <summary>For faults that last as long as a try.</summary>
    private static readonly TransferLimits ShortTries = Limits with { Attempts = 8, AttemptTimeMax = TimeSpan.FromSeconds(1) };

    private static readonly byte[] Large = Bytes.Of((2 * PieceBytes) + 12_345);

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];
    private FaultProxy? _proxy;
    private string _bucket = "";

    public static bool IsMissing => MotoServer.IsMissing;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FaultProxy Proxy => _proxy!;

    public async ValueTask InitializeAsync()
    {
        if (IsMissing)
            return;
        _bucket = await server.NewBucket();
        _proxy = new FaultProxy(server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        _folder.Dispose();
    }

    private S3JobStorage Open(TransferLimits? limits = null, Func<string, string?>? variables = null) => new(
        () => AmazonObjectStore.Open(variables ?? (name => MotoServer.Variables(Proxy.Address).GetValueOrDefault(name)), (limits ?? Limits).AttemptTimeMax), limits ?? Limits, _ => { }, _warnings.Add, TimeProvider.System);

    /// <summary>The store without repetition, for making objects.</summary>
    private AmazonObjectStore Direct() => AmazonObjectStore.Open(name => MotoServer.Variables(server.Address).GetValueOrDefault(name), TimeSpan.FromSeconds(30));

    private async Task Put(string key, byte[] bytes)
    {
        using var store = Direct();
        await new Upload(store, Limits).RunAsync(_folder.Write("source", bytes), _bucket, key, Stop);
        File.Delete(_folder.File("source"));
    }

    private void Fetch(S3JobStorage storage, string prefix = "data/") => storage.FetchPrefix(new S3Location(_bucket, prefix), _folder.File("train"), "channel train", Stop);

    private byte[] Fetched(string name = "a") => File.ReadAllBytes(_folder.File("train", name));

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public async Task Objects_OfAnySizeAndName_GoThereAndComeBack()
    {
        var sizes = new[] { 0, 1, 1_000, PieceBytes, PieceBytes + 1, Large.Length };
        foreach (var size in sizes)
            await Put($"data/ä b+&%/{size}.csv", Bytes.Of(size));
        using var storage = Open();
        Fetch(storage);
        foreach (var size in sizes)
            Fetched($"ä b+&%/{size}.csv").ShouldBe(Bytes.Of(size), $"{size}");
        _warnings.ShouldBeEmpty();
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public async Task ListingOfManyPages_IsWhole()
    {
        const int Count = (2 * MotoServer.PageSize) + 10;
        using var store = Direct();
        for (var i = 0; i < Count; i++)
            await store.WriteAsync(_bucket, $"data/{i:D4}", new byte[] { (byte)i }, Stop);
        (await store.ListAsync(_bucket, "data/", null, Stop)).Objects.Count.ShouldBe(MotoServer.PageSize);
        (await Listing.AllAsync(store, _bucket, "data/", Limits, Stop)).Count.ShouldBe(Count);
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public async Task ObjectInParts_TellsItsParts_AndItsETagIsChecked()
    {
        await Put("data/a", Large);
        using var store = Direct();
        var found = (await store.ListAsync(_bucket, "data/", null, Stop)).Objects.ShouldHaveSingleItem();
        found.ETag.ShouldBe(ContentMd5.ETagOfParts([.. Large.Chunk(PieceBytes).Select(part => ContentMd5.Of(part))]));
        found.Length.ShouldBe(Large.Length);
        (await store.PartBytesAsync(found, Stop)).ShouldBe(PieceBytes);
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public async Task Uploads_CarryTheirCrc32C()
    {
        using var store = Direct();
        await store.WriteAsync(_bucket, "data/a", "123456789"u8.ToArray(), Stop);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(Proxy.Address, $"{_bucket}/data/a")) { Headers = { { "x-amz-checksum-mode", "ENABLED" } } };
        // the server wants a signature, and does not look at it
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await client.SendAsync(request, Stop);
        // the catalogued check value of CRC-32C, e3069283
        answer.Headers.GetValues("x-amz-checksum-crc32c").ShouldBe(["4waSgw=="]);
    }

    [Theory(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.Short)]
    [InlineData(FaultKind.CutOff)]
    [InlineData(FaultKind.Flip)]
    [InlineData(FaultKind.Trickle)]
    [InlineData(FaultKind.Hang)]
    [InlineData(FaultKind.Refuse)]
    public async Task DownloadOfPieces_WithAFaultInEach_BringsTheRightBytes(FaultKind kind)
    {
        await Put("data/a", Large);
        // the pieces differ by their Range only: of four requests for the object each second one
        Proxy.Choose = (line, count) => line.StartsWith("GET") && line.Contains("/data/a") && count is 1 or 3 ? new Fault(kind, 503, Fault.Refuse(503, "SlowDown").Body) : Fault.None;
        using var storage = Open(kind is FaultKind.Hang or FaultKind.Trickle ? ShortTries : Limits);
        var start = Stopwatch.GetTimestamp();
        Fetch(storage);
        Fetched().ShouldBe(Large);
        _folder.Files().ShouldBe(["train/a"]);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        Proxy.Requests.Count(line => line.StartsWith("GET") && line.Contains("/data/a")).ShouldBeGreaterThan(4);
    }

    [Theory(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.Refuse)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Hang)]
    public async Task UploadInParts_WithAFaultInEachRequest_BringsTheRightBytes(FaultKind kind)
    {
        Proxy.Choose = (line, count) => count == 1 && !line.StartsWith("GET") ? new Fault(kind, 503, Fault.Refuse(503, "InternalError").Body) : Fault.None;
        var limits = kind == FaultKind.Hang ? ShortTries : Limits;
        using var inner = AmazonObjectStore.Open(name => MotoServer.Variables(Proxy.Address).GetValueOrDefault(name), limits.AttemptTimeMax);
        using var store = new ResilientStore(inner, limits, TimeProvider.System);
        await new Upload(store, Limits).RunAsync(_folder.Write("source", Large), _bucket, "up", Stop);
        await new Upload(store, Limits).RunAsync(_folder.Write("small", Bytes.Of(1_000)), _bucket, "small", Stop);
        Proxy.Choose = (_, _) => Fault.None;
        using var storage = Open();
        Fetch(storage, "");
        Fetched("up").ShouldBe(Large);
        Fetched("small").ShouldBe(Bytes.Of(1_000));
    }

    [Theory(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    [InlineData(FaultKind.Hang, "no whole answer within")]
    [InlineData(FaultKind.Reset, "tried 2 times")]
    [InlineData(FaultKind.Short, "found an answer of 999 bytes for 1000; tried 2 times, expected the whole object, unchanged")]
    [InlineData(FaultKind.CutOff, "tried 2 times")]
    [InlineData(FaultKind.Trickle, "no whole answer within")]
    [InlineData(FaultKind.Flip, "found bytes with another checksum than S3 sends with them; tried 2 times, expected the whole object, unchanged")]
    public async Task FaultThatStays_FailsInTime_AndLeavesNothing(FaultKind kind, string message)
    {
        await Put("data/a", Bytes.Of(1_000));
        Proxy.Choose = (line, _) => line.Contains("/data/a") ? new Fault(kind) : Fault.None;
        using var storage = Open(Limits with { Attempts = 2, AttemptTimeMax = TimeSpan.FromSeconds(0.5), ReadsMax = 1 });
        var start = Stopwatch.GetTimestamp();
        Should.Throw<IOException>(() => Fetch(storage)).Message.ShouldContain(message);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        _folder.Files().ShouldBeEmpty();
    }

    [Theory(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    [InlineData(403, "AccessDenied", "found 403 AccessDenied (text of AccessDenied), expected permission. Fix: allow the role or user s3:ListBucket")]
    [InlineData(301, "PermanentRedirect", "expected a bucket in the region that is asked. Fix: set AWS_REGION to the bucket's region")]
    [InlineData(400, "AuthorizationHeaderMalformed", "Fix: set AWS_REGION to the bucket's region")]
    [InlineData(403, "RequestTimeTooSkewed", "found 403 RequestTimeTooSkewed (text of RequestTimeTooSkewed), expected this machine's clock within 15 minutes of S3's. Fix: set the clock")]
    [InlineData(403, "InvalidAccessKeyId", "expected valid credentials. Fix: renew them")]
    [InlineData(400, "ExpiredToken", "expected valid credentials. Fix: renew them")]
    [InlineData(404, "NoSuchBucket", "Fix: correct the bucket's name")]
    public async Task RefusalsOfS3_AreTold(int status, string code, string message)
    {
        Proxy.Choose = (_, _) => Fault.Refuse(status, code, status == 301 ? "x-amz-bucket-region: us-west-2\r\n" : "");
        using var storage = Open();
        var found = Should.Throw<JobInputException>(() => Fetch(storage)).Message;
        found.ShouldContain($"channel train: s3://{_bucket}/data/: found ");
        found.ShouldContain(message);
        found.ShouldNotContain("test-secret-key");
        found.ShouldNotContain("test-key-id");
        await Task.CompletedTask;
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public void BucketThatIsNotThere_IsTold()
    {
        using var storage = Open();
        Should.Throw<JobInputException>(() => storage.FetchPrefix(new S3Location("no-such-bucket", "x"), _folder.File("train"), "channel train", Stop)).Message
            .ShouldContain("s3://no-such-bucket/x: found 404 NoSuchBucket");
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public async Task ObjectReplacedWhileItIsRead_IsTold()
    {
        await Put("data/a", Large);
        using var store = Direct();
        var found = (await store.ListAsync(_bucket, "data/", null, Stop)).Objects[0];
        await Put("data/a", Bytes.Of(Large.Length, 2));
        var exception = await Should.ThrowAsync<ObjectStoreException>(() => store.ReadAsync(found, 0, new byte[100], Stop));
        exception.Failure.ShouldBe(ObjectStoreFailure.Replaced);
    }

    [Fact]
    public void NoServer_IsTold()
    {
        using var storage = Open(Limits with { Attempts = 2 }, name => MotoServer.Variables(new Uri("http://127.0.0.1:9/")).GetValueOrDefault(name));
        Should.Throw<IOException>(() => storage.FetchPrefix(new S3Location("bucket", "x"), _folder.File("train"), "channel train", Stop)).Message
            .ShouldMatch(@"s3://bucket/x: found Connection refused( \(127\.0\.0\.1:9\))?; tried 2 times, expected a connection to S3\. Fix: check the network");
    }

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("localhost:9000")]
    public void EndpointThatIsNone_IsTold(string endpoint)
    {
        using var storage = Open(null, name => name == "AWS_ENDPOINT_URL_S3" ? endpoint : null);
        Should.Throw<JobInputException>(() => Fetch(storage)).Message.ShouldContain("environment variable AWS_ENDPOINT_URL_S3: found \"" + endpoint);
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public async Task Stop_EndsAHangingDownloadAtOnce()
    {
        await Put("data/a", Bytes.Of(1_000));
        using var stop = new CancellationTokenSource();
        Proxy.Choose = (line, _) =>
        {
            if (!line.Contains("/data/a"))
                return Fault.None;
            stop.CancelAfter(TimeSpan.FromMilliseconds(50));
            return new Fault(FaultKind.Hang);
        };
        using var storage = Open(Limits with { AttemptTimeMax = TimeSpan.FromMinutes(5) });
        Should.Throw<OperationCanceledException>(() => storage.FetchPrefix(new S3Location(_bucket, "data/"), _folder.File("train"), "channel train", stop.Token));
        _folder.Files().ShouldBeEmpty();
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public async Task Mirror_ThroughAFaultyNetwork_LosesNothing()
    {
        var random = 0;
        Proxy.Choose = (_, _) => (Interlocked.Increment(ref random) % 3) switch
        {
            0 => new Fault(FaultKind.LoseAnswer),
            1 => Fault.None,
            _ => random % 5 == 0 ? Fault.Refuse(503, "SlowDown") : Fault.None,
        };
        var limits = Limits with { Attempts = 10 };
        var target = new S3Location(_bucket, "run");
        Directory.CreateDirectory(_folder.File("here"));
        Directory.CreateDirectory(_folder.File("there"));
        using (var storage = Open(limits))
        using (var mirror = storage.Mirror(target, _folder.File("here"), name => name.StartsWith('c'), "w", Stop))
        {
            for (var i = 0; i < 8; i++)
            {
                _folder.Write($"here/c{i}", Bytes.Of(i == 5 ? PieceBytes + 1_000 : 10_000, i));
                if (i >= 3)
                    File.Delete(_folder.File("here", $"c{i - 3}"));
                mirror.Changed();
            }
            mirror.Finish(TimeSpan.FromMinutes(1)).ShouldBeTrue(string.Join('\n', _warnings));
        }
        using (var storage = Open(limits))
        using (storage.Mirror(target, _folder.File("there"), name => name.StartsWith('c'), "w", Stop))
            _folder.Files().Where(name => name.StartsWith("there")).ShouldBe(["there/c5", "there/c6", "there/c7"]);
        foreach (var name in new[] { "c5", "c6", "c7" })
            File.ReadAllBytes(_folder.File("there", name)).ShouldBe(File.ReadAllBytes(_folder.File("here", name)));
        await Task.CompletedTask;
    }
}
