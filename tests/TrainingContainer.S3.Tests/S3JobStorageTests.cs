using TrainingContainer.SageMaker;

namespace TrainingContainer.S3.Tests;

/// <summary>The whole of it on a store in memory.</summary>
public sealed class S3JobStorageTests : IDisposable
{
    private static readonly S3Location Train = new(MemoryStore.Bucket, "data/train/");

    private readonly TemporaryFolder _folder = new();
    private readonly MemoryStore _store = new() { PageSize = 3 };
    private readonly List<string> _notices = [];
    private readonly List<string> _warnings = [];
    private readonly S3JobStorage _storage;

    public S3JobStorageTests() => _storage = new S3JobStorage(
        () => _store, TransferLimits.Default with { PieceBytes = 1_000, ObjectsMax = 100 }, _notices.Add, _warnings.Add, new JumpingTime(TimeSpan.FromSeconds(30)));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Channel => _folder.File("train");

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }

    private void Fetch(S3Location? source = null) => _storage.FetchPrefix(source ?? Train, Channel, "channel train", Stop);

    private Mistake Refused(S3Location? source = null) => Should.Throw<JobInputException>(() => Fetch(source)).Mistakes.ShouldHaveSingleItem();

    [Fact]
    public void Prefix_IsDownloadedPageAfterPage()
    {
        for (var i = 0; i < 10; i++)
            _store.Put($"data/train/part{i}/rows.csv", Bytes.Of(1_500, i));
        _store.Put("data/train-old/x", [1]);
        Fetch();
        _folder.Files().ShouldBe([.. Enumerable.Range(0, 10).Select(i => $"train/part{i}/rows.csv")]);
        File.ReadAllBytes(_folder.File("train", "part7", "rows.csv")).ShouldBe(Bytes.Of(1_500, 7));
        _notices.ShouldHaveSingleItem().ShouldStartWith("channel train: s3://bucket/data/train/ downloaded: 10 objects, 0.015 MB in ");
        _store.Calls.Count(call => call.StartsWith("list")).ShouldBe(4);
    }

    [Fact]
    public void SecondTime_OnlyWhatIsMissingOrOtherIsDownloaded()
    {
        _store.Put("data/train/a", [1]).Put("data/train/b", [2]).Put("data/train/c", [3]);
        Fetch();
        _folder.Write("train/.half.sagemaker-ignore", [9]);
        File.Delete(_folder.File("train", "a"));
        File.SetLastWriteTimeUtc(_folder.File("train", "b"), DateTime.UnixEpoch);
        _store.Calls.Clear();
        Fetch();
        _store.Calls.Where(call => call.StartsWith("read")).Order().ShouldBe(["read data/train/a 0", "read data/train/b 0"]);
        _folder.Files().ShouldBe(["train/a", "train/b", "train/c"]);
        _notices.Last().ShouldContain("downloaded, 1 were there: 2 objects");
    }

    [Fact]
    public void FilesThatAreNotInS3_AreRefused_AndStay()
    {
        _store.Put("data/train/a", [1]);
        _folder.Write("train/mine.csv", [9]);
        Refused().What.ShouldContain("found 1 files in " + Channel + " that are not in s3://bucket/data/train/ (mine.csv)");
        _folder.Files().ShouldBe(["train/mine.csv"]);
    }

    [Fact]
    public void EmptyPrefix_IsRefused()
    {
        _store.Put("data/Train/a", [1]).Put("data/train/", []);
        var mistake = Refused();
        mistake.ToString().ShouldBe("channel train: s3://bucket/data/train/: found no object whose key begins so, expected the files of channel train. Fix: correct the prefix; upper and lower case matter");
        Directory.Exists(Channel).ShouldBeFalse();
    }

    [Fact]
    public void Check_TellsWhatWouldBeDownloaded_AndDownloadsNothing()
    {
        _store.Put("data/train/a", Bytes.Of(1_000)).Put("data/train/b/c", Bytes.Of(500)).Put("data/train/empty/", []);
        _storage.CheckPrefix(Train, "channel train", Stop).ShouldBe(new StoredFiles(2, 1_500));
        _storage.CheckPrefix(new S3Location(MemoryStore.Bucket, "data/train"), "channel train", Stop).Count.ShouldBe(2);
        _store.Calls.ShouldAllBe(call => call.StartsWith("list"));
        _folder.Files().ShouldBeEmpty();
    }

    [Fact]
    public void Check_RefusesWhatADownloadWouldRefuse()
    {
        Mistake Refused(Action check) => Should.Throw<JobInputException>(check).Mistakes.ShouldHaveSingleItem();
        Refused(() => _storage.CheckPrefix(Train, "channel train", Stop)).What.ShouldContain("found no object whose key begins so");
        _store.Put("data/train/../x", [1]);
        Refused(() => _storage.CheckPrefix(Train, "channel train", Stop)).What.ShouldContain("found 1 keys that can't be file names");
        var output = new S3Location(MemoryStore.Bucket, "nothing/yet");
        _storage.CheckBucket(output, isListed: true, "hyperparameter output_s3_uri", Stop);
        _store.Fault = _ => new ObjectStoreException(ObjectStoreFailure.NoSuchBucket, "404 NoSuchBucket");
        Refused(() => _storage.CheckBucket(output, isListed: false, "hyperparameter output_s3_uri", Stop)).ToString().ShouldStartWith("hyperparameter output_s3_uri: s3://bucket/nothing/yet: found 404 NoSuchBucket");
    }

    [Fact]
    public void BucketThatMayNotBeListed_IsRefusedOnlyWhereItWillBe()
    {
        _store.Fault = _ => new ObjectStoreException(ObjectStoreFailure.AccessDenied, "403 AccessDenied");
        var location = new S3Location(MemoryStore.Bucket, "run");
        _storage.CheckBucket(location, isListed: false, "hyperparameter output_s3_uri", Stop);
        Should.Throw<JobInputException>(() => _storage.CheckBucket(location, isListed: true, "hyperparameter checkpoint_s3_uri", Stop)).Message.ShouldContain("s3:ListBucket");
    }

    [Fact]
    public void TooManyObjects_AreRefused()
    {
        for (var i = 0; i <= 100; i++)
            _store.Put($"data/train/{i:D3}", [1]);
        Refused().What.ShouldContain("found more than 100 objects");
    }

    [Fact]
    public void KeyThatLeadsOut_IsRefused_BeforeAnythingIsWritten()
    {
        _store.Put("data/train/a", [1]).Put("data/train/../../x", [2]);
        Refused().What.ShouldContain("can't be file names");
        _folder.Files().ShouldBeEmpty();
    }

    [Fact]
    public void PrefixThatEndsWithinANames_IsWarnedOf()
    {
        _store.Put("data/train/a", [1]).Put("data/train-old/b", [2]);
        Fetch(new S3Location(MemoryStore.Bucket, "data/train"));
        _folder.Files().ShouldBe(["train/a", "train/train-old/b"]);
        _warnings.ShouldHaveSingleItem().ShouldContain("also means other keys");
    }

    [Theory]
    [InlineData(ObjectStoreFailure.NoSuchBucket, "expected a bucket bucket. Fix: correct the bucket's name")]
    [InlineData(ObjectStoreFailure.AccessDenied, "Fix: allow the role or user s3:ListBucket on arn:aws:s3:::bucket")]
    [InlineData(ObjectStoreFailure.WrongRegion, "Fix: set AWS_REGION to the bucket's region")]
    [InlineData(ObjectStoreFailure.ClockSkew, "Fix: set the clock")]
    [InlineData(ObjectStoreFailure.NoCredentials, "Fix: set AWS_ACCESS_KEY_ID")]
    [InlineData(ObjectStoreFailure.BadCredentials, "Fix: renew them")]
    public void WhatTheUserCanCorrect_IsAMistake(object failure, string advice)
    {
        _store.Fault = _ => new ObjectStoreException((ObjectStoreFailure)failure, "403 X (y)");
        var mistake = Refused();
        mistake.Where.ShouldBe("channel train");
        mistake.ToString().ShouldContain("s3://bucket/data/train/: found 403 X (y), expected ");
        mistake.ToString().ShouldContain(advice);
    }

    [Theory]
    [InlineData(ObjectStoreFailure.NoConnection, "AWS_ENDPOINT_URL_S3")]
    [InlineData(ObjectStoreFailure.Unavailable, "run the job again later")]
    [InlineData(ObjectStoreFailure.Other, "Error responses")]
    public void WhatMayPass_IsAnInputOutputError(object failure, string advice)
    {
        _store.Fault = _ => new ObjectStoreException((ObjectStoreFailure)failure, "x");
        Should.Throw<IOException>(() => Fetch()).Message.ShouldContain(advice);
    }

    [Fact]
    public void Object_IsDownloadedByItsWholeKey()
    {
        _store.Put("code/sourcedir.tar.gz", Bytes.Of(2_500)).Put("code/sourcedir.tar.gz.old", [1]);
        var file = _folder.File("x.tar.gz");
        _storage.FetchObject(new S3Location(MemoryStore.Bucket, "code/sourcedir.tar.gz"), file, 2_500, "w", Stop);
        File.ReadAllBytes(file).ShouldBe(Bytes.Of(2_500));
        Should.Throw<JobInputException>(() => _storage.FetchObject(new S3Location(MemoryStore.Bucket, "code/sourcedir.tar.gz"), file, 2_499, "w", Stop)).Message
            .ShouldContain("found 2500 bytes, expected at most 2499");
        Should.Throw<JobInputException>(() => _storage.FetchObject(new S3Location(MemoryStore.Bucket, "code/sourcedir"), file, 10, "w", Stop)).Message
            .ShouldContain("found no such object");
    }

    [Fact]
    public void Archive_IsUploaded_AndAnEmptyFolderIsNone()
    {
        _folder.Write("model/model.json", [1]);
        _storage.UploadArchive(_folder.File("model"), new S3Location(MemoryStore.Bucket, "out/model.tar.gz"), "w", Stop);
        _storage.UploadArchive(_folder.File("none"), new S3Location(MemoryStore.Bucket, "out/output.tar.gz"), "w", Stop);
        _store.Objects.Keys.ShouldBe(["out/model.tar.gz"]);
    }

    [Fact]
    public void Nothing_IsOpenedBeforeItIsNeeded()
    {
        var opened = 0;
        using (new S3JobStorage(() => { opened++; return _store; }, TransferLimits.Default, _ => { }, _ => { }, TimeProvider.System))
            opened.ShouldBe(0);
    }

    [Fact]
    public void Stop_EndsADownload()
    {
        _store.Put("data/train/a", [1]);
        using var stop = new CancellationTokenSource();
        _store.Wait = async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        };
        Should.Throw<OperationCanceledException>(() => _storage.FetchPrefix(Train, Channel, "channel train", stop.Token));
    }
}
