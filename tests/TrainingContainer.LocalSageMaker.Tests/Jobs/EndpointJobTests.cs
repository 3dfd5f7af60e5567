using TrainingContainer.LocalSageMaker.Tests.Storage;
using TrainingContainer.S3;

namespace TrainingContainer.LocalSageMaker.Tests.Jobs;

/// <summary>Jobs whose channels, checkpoints and outputs are at an endpoint.</summary>
public sealed class EndpointJobTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SimulatedJob _job = new();
    private readonly EndpointFolder _s3 = new();

    public EndpointJobTests()
    {
        _job.Storage = _s3.Endpoint;
        _s3.Store.Put("train/a.csv", "1,2\n"u8.ToArray()).Put("train/sub/b.csv", "3,4\n"u8.ToArray()).Put("test/a.csv", "5,6\n"u8.ToArray());
        Directory.Delete(_job.S3(), recursive: true);
    }

    public void Dispose()
    {
        _job.Dispose();
        _s3.Dispose();
    }

    [Fact]
    public void Channels_AreFilesOfTheObjects_AndOutputsGoBack()
    {
        var files = new List<string>();
        _job.Engine.Program = container =>
        {
            var train = Path.Combine(container.Plan.MlFolder, "input", "data", "train");
            foreach (var file in (string[])["a.csv", "sub/b.csv"]) files.Add(File.ReadAllText(Path.Combine(train, file)));
            container.Write("model/model.json", "{}");
            container.Write("output/data/a.txt", "a");
            container.EndAfter(Second, 0);
        };

        _job.Run().State.Status.ShouldBe("Completed");

        files.ShouldBe(["1,2\n", "3,4\n"]);
        Keys("jobs/").ShouldBe(["jobs/digits-1/output/model.tar.gz", "jobs/digits-1/output/output.tar.gz"]);
        _job.State.ModelArtifacts.ShouldBe("s3://out/jobs/digits-1/output/model.tar.gz");
        Directory.Exists(_job.S3()).ShouldBeFalse("nothing goes to the folder");
        Directory.Exists(_job.Folder.Uploads).ShouldBeFalse();
    }

    [Fact]
    public void Outputs_Uncompressed_AreObjectsOfTheirOwn()
    {
        _job.Request.With("OutputDataConfig.CompressionType", "\"NONE\"");
        _job.Engine.Program = container =>
        {
            container.Write("model/sub/model.json", "{}");
            container.EndAfter(Second, 0);
        };

        _job.Run().State.ModelArtifacts.ShouldBe("s3://out/jobs/digits-1/output/model/");
        Text("jobs/digits-1/output/model/sub/model.json").ShouldBe("{}");
    }

    [Fact]
    public void Checkpoints_GoUpWhileTrainingGoesOn_AndAreThereAfterAnInterruption()
    {
        _job.Options = _job.Options with { SpotInterruptions = "at=10s,wait=1s", SpotGraceSeconds = 0 };
        string? restored = null;
        _job.Engine.Program = container =>
        {
            if (_job.Engine.Started.Count == 1)
            {
                container.Write("checkpoints/old", "0");
                container.Write("checkpoints/a", "1");
                // SIGKILL at once: only what has gone up before is left
                container.After(8 * Second, () => UntilStored("checkpoints/a"));
            }
            else
            {
                var folder = Path.Combine(container.Plan.MlFolder, "checkpoints");
                restored = File.ReadAllText(Path.Combine(folder, "a"));
                File.Delete(Path.Combine(folder, "old"));
                container.Write("checkpoints/a", "22");
                container.EndAfter(Second, 0);
            }
        };

        _job.Run().State.Status.ShouldBe("Completed");

        restored.ShouldBe("1");
        Keys("checkpoints/").ShouldBe(["checkpoints/a"]);
        Text("checkpoints/a").ShouldBe("22");
        _job.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void CheckpointsThatCannotGoUp_AreToldOnce_AndFailNoJob()
    {
        _s3.Store.Fault = call => call.StartsWith("write checkpoints/", StringComparison.Ordinal) ? new ObjectStoreException(ObjectStoreFailure.AccessDenied, "403 AccessDenied") : null;
        _job.Engine.Program = container =>
        {
            container.Write("checkpoints/a", "1");
            container.EndAfter(30 * Second, 0);
        };

        _job.Run().State.Status.ShouldBe("Completed");

        _job.Warnings.ShouldHaveSingleItem().ShouldStartWith("checkpoints: S3 in memory: s3://out/checkpoints/a: found 403 AccessDenied, expected permission.");
    }

    [Fact]
    public void CheckpointsThatFailedForAWhile_GoUpAtTheEnd()
    {
        var isBroken = true;
        _s3.Store.Fault = call => isBroken && call.StartsWith("write checkpoints/", StringComparison.Ordinal) ? new ObjectStoreException(ObjectStoreFailure.Unavailable, "503 SlowDown") : null;
        _job.Engine.Program = container =>
        {
            container.Write("checkpoints/a", "1");
            container.After(8 * Second, () => Until(() => _job.Warnings.Count > 0));
            container.After(9 * Second, () => isBroken = false);
            container.EndAfter(10 * Second, 0);
        };

        _job.Run();

        Text("checkpoints/a").ShouldBe("1");
        _job.Warnings.Count.ShouldBe(2);
        _job.Warnings[1].ShouldBe("checkpoints: s3://out/checkpoints/ is equal with the container's folder again");
    }

    [Theory]
    [InlineData("list train/", "ClientError: Data download failed: channel train: S3 in memory: s3://data/train/: found 404 NoSuchBucket, expected a bucket data. Fix: correct the bucket's name, or create it")]
    [InlineData("read train/a.csv 0", "ClientError: Data download failed: channel train: S3 in memory: s3://data/train/a.csv: found 404 NoSuchBucket")]
    [InlineData("list checkpoints/", "ClientError: Data download failed: checkpoints: S3 in memory: s3://out/checkpoints/: found 404 NoSuchBucket")]
    [InlineData("write jobs/digits-1/output/model.tar.gz", "ClientError: Artifact upload failed: S3 in memory: s3://out/jobs/digits-1/output/model.tar.gz: found 404 NoSuchBucket")]
    public void MissingBucket_FailsTheJobWithItsReason(string failing, string reason)
    {
        _s3.Store.Fault = call => call == failing ? new ObjectStoreException(ObjectStoreFailure.NoSuchBucket, "404 NoSuchBucket") : null;
        _job.Engine.Program = container =>
        {
            container.Write("model/model.json", "{}");
            container.EndAfter(Second, 0);
        };

        _job.Run().State.Status.ShouldBe("Failed");
        _job.State.FailureReason.ShouldNotBeNull().ShouldStartWith(reason);
    }

    private string[] Keys(string prefix) => [.. _s3.Store.Objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private string Text(string key) => System.Text.Encoding.UTF8.GetString(_s3.Store.Objects[key].Bytes);

    private void UntilStored(string key) => Until(() => _s3.Store.Objects.ContainsKey(key));

    // simulated time does not wait for the upload's thread
    private static void Until(Func<bool> isSo) => SpinWait.SpinUntil(isSo, TimeSpan.FromSeconds(30)).ShouldBeTrue();
}
