namespace TrainingContainer.SageMaker.Tests;

public sealed class CheckpointConfigurationTests : IDisposable
{
    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    private string? Folder(string json, JobPaths? paths = null)
    {
        File.WriteAllText(_job.Paths.CheckpointConfigFile, json);
        return CheckpointConfiguration.Read(paths ?? _job.Paths, _job.Mistakes).Folder;
    }

    [Fact]
    public void NoFileAndNoFolder_IsAJobWithoutCheckpoints()
    {
        CheckpointConfiguration.Read(_job.Paths, _job.Mistakes).Folder.ShouldBeNull();
        _job.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public void NoFileButAFolder_WasMountedByTheUser()
    {
        Directory.CreateDirectory(_job.Paths.Checkpoints);
        CheckpointConfiguration.Read(_job.Paths, _job.Mistakes).Folder.ShouldBe(_job.Paths.Checkpoints);
    }

    [Theory]
    [InlineData("""{"LocalPath":"/mnt/checkpoints"}""", "/mnt/checkpoints")]
    [InlineData("""{"localpath":"/mnt/a/../b/","S3Uri":"s3://bucket/run-1/","Future":{"x":[1]}}""", "/mnt/b")]
    [InlineData("""{"LocalPath":"/opt/mlops"}""", "/opt/mlops")]
    public void LocalPath_IsTheFolder(string json, string folder)
    {
        Folder(json).ShouldBe(folder);
        _job.Mistakes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"S3Uri":"s3://bucket/run"}""")]
    [InlineData("""{"LocalPath":null}""")]
    [InlineData("""{"LocalPath":" "}""")]
    [InlineData("""{"LocalPath":"/opt/ml/checkpoints"}""")]
    [InlineData("""{"LocalPath":" /opt/ml/checkpoints/ "}""")]
    [InlineData("""{"LocalPath":"/opt/ml/./checkpoints//"}""")]
    public void DefaultPath_FollowsTheBaseDirectory(string json)
    {
        Folder(json).ShouldBe(_job.Paths.Checkpoints);
        _job.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public void PathBelowOptMl_FollowsTheBaseDirectory() =>
        Folder("""{"LocalPath":"/opt/ml/spot/state"}""").ShouldBe(Path.Combine(_job.Paths.BaseDirectory, "spot", "state"));

    [Theory]
    [InlineData("checkpoints", "found the LocalPath \"checkpoints\", expected an absolute path")]
    [InlineData("s3://bucket/run", "found the LocalPath \"s3://bucket/run\", expected an absolute path")]
    [InlineData("/a\\u0000b", "found the LocalPath \"/a\\x00b\", expected an absolute path")]
    [InlineData("/opt/ml/model/checkpoints", "would be packed into model.tar.gz")]
    [InlineData("/opt/ml/checkpoints/../model", "would be packed into model.tar.gz")]
    [InlineData("/opt/ml/output/data/x", "would be packed into output.tar.gz")]
    [InlineData("/opt/ml/input/data/train", "read as a channel's")]
    public void UnusablePath_IsAMistake(string path, string says)
    {
        Folder($$"""{"LocalPath":"{{path}}"}""").ShouldBeNull();
        var mistake = _job.Mistakes.ShouldHaveSingleItem();
        mistake.Where.ShouldBe($"file {_job.Paths.CheckpointConfigFile}");
        mistake.What.ShouldContain(says);
        mistake.Fix.ShouldNotBeNull();
    }

    [Fact]
    public void PathWithinTheMovedModel_IsAMistakeToo()
    {
        Folder($$"""{"LocalPath":"{{_job.Paths.Model}}/x"}""").ShouldBeNull();
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldContain("model.tar.gz");
    }

    [Fact]
    public void ModelsOfAnotherName_AreNoModel() => Folder("""{"LocalPath":"/opt/ml/models"}""").ShouldEndWith("/models");

    [Fact]
    public void PathAtTheLimit_IsRead_LongerIsAMistake()
    {
        var longest = '/' + new string('a', CheckpointConfiguration.LengthMax - 1);
        Folder($$"""{"LocalPath":"{{longest}}"}""").ShouldBe(longest);
        Folder($$"""{"LocalPath":"{{longest}}a"}""").ShouldBeNull();
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldBe("found a LocalPath of 4097 characters, expected at most 4096");
    }

    [Fact]
    public void PathThatIsNoText_IsAMistake()
    {
        Folder("""{"LocalPath":["/a"]}""");
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldBe("found LocalPath [\"/a\"], expected a string");
    }

    [Fact]
    public void MalformedFile_IsAMistake()
    {
        Folder("{\"LocalPath\":").ShouldBeNull();
        _job.Mistakes.ShouldHaveSingleItem().Where.ShouldContain("checkpointconfig.json, line 1");
    }

    [Fact]
    public void RelativeBaseDirectory_IsNoObstacle()
    {
        var paths = new JobPaths(Path.GetRelativePath(Environment.CurrentDirectory, _job.Paths.BaseDirectory));
        Folder("""{"LocalPath":"/opt/ml/checkpoints"}""", paths).ShouldBe(paths.Checkpoints);
        Folder("""{"LocalPath":"/opt/ml/model"}""", paths).ShouldBeNull();
    }
}
