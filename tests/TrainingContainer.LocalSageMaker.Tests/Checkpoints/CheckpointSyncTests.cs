using TrainingContainer.LocalSageMaker.Checkpoints;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Checkpoints;

public sealed class CheckpointSyncTests
{
    [Fact]
    public void Upload_TakesUpWhatIsNewOrChangedAndMarksIt()
    {
        using var folder = new TemporaryFolder();
        var sync = Sync(folder);
        sync.Restore();
        Write(folder, "sub/a", "1");
        Write(folder, "half.sagemaker-ignore", "");
        sync.Upload();

        Stored(folder).ShouldBe(["sub/a=1"]);
        Directory.GetFiles(folder.PathOf("local", "sub")).Select(Path.GetFileName).Order().ShouldBe(["a", "a.sagemaker-uploaded"]);

        Write(folder, "sub/a", "22");
        sync.Upload();
        Stored(folder).ShouldBe(["sub/a=22"]);
    }

    [Fact]
    public void Upload_OfADeletedFile_DeletesTheObjectAndItsMarker()
    {
        using var folder = new TemporaryFolder();
        var sync = Sync(folder);
        sync.Restore();
        Write(folder, "a", "1");
        sync.Upload();
        File.Delete(folder.PathOf("local", "a"));
        sync.Upload();

        Stored(folder).ShouldBeEmpty();
        Directory.GetFiles(folder.PathOf("local")).ShouldBeEmpty();
    }

    [Fact]
    public void Upload_OfADeletedFolder_DeletesItsObjects()
    {
        using var folder = new TemporaryFolder();
        var sync = Sync(folder);
        sync.Restore();
        Write(folder, "a", "1");
        sync.Upload();
        Directory.Delete(folder.PathOf("local"), recursive: true);
        sync.Upload();

        Stored(folder).ShouldBeEmpty();
    }

    [Fact]
    public void Upload_Unchanged_DoesNotOverwriteWhatAnotherHostHasPut()
    {
        using var folder = new TemporaryFolder().Put("bucket/run-1/a", "old");
        var sync = Sync(folder);
        sync.Restore();
        folder.Put("bucket/run-1/a", "new").Put("bucket/run-1/b", "of another");
        sync.Upload();

        Stored(folder).ShouldBe(["a=new", "b=of another"]);
        File.Exists(folder.PathOf("local", "b")).ShouldBeFalse("objects that come to S3 after the start are not brought down");
    }

    [Fact]
    public void Restore_PrefixWithoutSlash_BringsForeignCheckpointsToo()
    {
        using var folder = new TemporaryFolder().Put("bucket/run-1/a", "mine").Put("bucket/run-10/a", "foreign");
        new CheckpointSync(folder.Storage, new S3Location("bucket", "run-1"), folder.PathOf("local")).Restore();

        File.ReadAllText(folder.PathOf("local", "a")).ShouldBe("mine");
        File.ReadAllText(folder.PathOf("local", "0", "a")).ShouldBe("foreign");
    }

    [Fact]
    public void Upload_OfALink_DoesNotFollowIt()
    {
        using var folder = new TemporaryFolder();
        var sync = Sync(folder);
        sync.Restore();
        File.CreateSymbolicLink(folder.PathOf("local", "link"), "/etc/hostname");
        sync.Upload();

        Stored(folder).ShouldBeEmpty();
    }

    private static CheckpointSync Sync(TemporaryFolder folder) => new(folder.Storage, new S3Location("bucket", "run-1/"), folder.PathOf("local"));

    private static void Write(TemporaryFolder folder, string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.PathOf("local", name))!);
        File.WriteAllText(folder.PathOf("local", name), text);
    }

    private static string[] Stored(TemporaryFolder folder) =>
        [.. folder.Storage.List(new S3Location("bucket", "run-1/")).Select(key => $"{key["run-1/".Length..]}={File.ReadAllText(folder.PathOf("s3", "bucket", key))}")];
}
