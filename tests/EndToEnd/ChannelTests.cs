namespace EndToEnd;

/// <summary>Channels as inputdataconfig.json describes them, whatever lies beside them.</summary>
public sealed class ChannelTests
{
    private const string Good = "a,1,2\nb,3,4\na,5,6\nb,7,8\n";

    [Theory]
    [InlineData("File")]
    [InlineData("FastFile")]
    [InlineData("fastfile")]
    [InlineData("FASTFILE")]
    public void FileAndFastFile_AreReadUnderEitherSpelling(string mode)
    {
        using var job = Small(mode: mode);
        Trained(job).ShouldContain(line => line.Contains("channel train: 4 rows"));
    }

    [Fact]
    public void WhatLiesBesideTheChannels_IsNotRead()
    {
        using var job = Small();
        File.WriteAllText(job.PathOf("input", "data", "train-manifest"), "[{\"prefix\":\"s3://bucket/\"},\"a.csv\"]");
        Directory.CreateDirectory(job.PathOf("input", "data", "validation"));
        File.WriteAllText(job.PathOf("input", "data", "validation", "data.csv"), "no such channel was asked for");
        var lines = Trained(job);
        lines.ShouldNotContain(line => line.Contains("manifest") || line.Contains("channel validation"));
    }

    [Fact]
    public void UnknownInputMode_FailsAtOnce()
    {
        using var job = Small(mode: "Stream");
        Refused(job, "channel train: found the input mode \"Stream\", expected File or FastFile");
    }

    [Fact]
    public void RecordWrapper_FailsAtOnce()
    {
        using var job = Small();
        job.Config("inputdataconfig.json", """{"train":{"TrainingInputMode":"File","RecordWrapperType":"RecordIO"}}""");
        Refused(job, "channel train: found the record wrapper \"RecordIO\", expected None: outside of Pipe mode");
    }

    [Theory]
    [InlineData("validation", "no validation channel: ")]
    [InlineData("test", "channel train: 4 rows")]
    public void EmptyShardOfAnOptionalChannel_IsAsIfItWereNotThere(string name, string then)
    {
        using var job = Small();
        job.Hyperparameters(("epochs", "1"), ("threads", "1"), ("validation_fraction", "0.5"));
        Sharded(job, name);
        var lines = Trained(job);
        lines.ShouldContain(line => line.Contains($"WRN channel {name}: found no files in ") && line.Contains("share of the objects is empty"));
        lines.ShouldContain(line => line.Contains(then));
        File.Exists(job.PathOf("output", "data", "predictions.csv")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EmptyShardOfTheTrainingRows_SaysWhatToDo(bool withDirectory)
    {
        using var job = Small();
        Directory.Delete(job.PathOf("input", "data", "train"), recursive: true);
        if (withDirectory)
            Directory.CreateDirectory(job.PathOf("input", "data", "train"));
        job.Config("inputdataconfig.json", """{"train":{"TrainingInputMode":"File","S3DistributionType":"ShardedByS3Key"}}""");
        Refused(job, "channel train: found no files in", "use FullyReplicated");
    }

    [Fact]
    public void EmptyChannelThatIsNotSharded_IsAMistake()
    {
        using var job = Small().DeclareChannel("validation");
        Refused(job, "channel validation: found no rows in");
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("Text/CSV")]
    [InlineData("text/csv;label_size=1")]
    [InlineData(" text/csv ; Label_Size = 1 ; charset=\"UTF-8\"; header=absent;")]
    public void ContentTypeInAnySpelling_IsUnderstood(string contentType)
    {
        using var job = Small(contentType: contentType);
        Trained(job);
    }

    [Fact]
    public void LabelSizeZeroInOtherLetters_PredictsTheTestChannel()
    {
        using var job = Small().Channel("test", "1,2\n3,4\n"u8.ToArray(), "TEXT/CSV; LABEL_SIZE=0");
        Trained(job);
        File.ReadAllLines(job.PathOf("output", "data", "predictions.csv")).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("application/x-tfrecord", "expected text/csv or application/x-recordio-protobuf")]
    [InlineData("application/x-parquet", "pandas.read_parquet")]
    [InlineData("text/csv;label_size=2", "found label_size=2")]
    [InlineData("text/csv;label_size=0", "training needs labels")]
    [InlineData("text/csv;charset=iso-8859-1", "found charset=iso-8859-1")]
    [InlineData("text/csv;header=present", "found header=present")]
    [InlineData("csv", "found the content type \"csv\"")]
    public void ContentTypeThatCannotBeRead_IsRefused(string contentType, string says)
    {
        using var job = Small(contentType: contentType);
        Refused(job, $"channel train", says);
    }

    private static Job Small(string contentType = "text/csv", string mode = "File")
    {
        var job = new Job().Channel("train", System.Text.Encoding.UTF8.GetBytes(Good), contentType, mode);
        return job.Hyperparameters(("epochs", "1"), ("threads", "1"), ("validation_fraction", "0"));
    }

    private static void Sharded(Job job, string name)
    {
        Directory.CreateDirectory(job.PathOf("input", "data", name));
        job.Config("inputdataconfig.json", $$"""
            {"train": {"TrainingInputMode": "File"}, "{{name}}": {"TrainingInputMode": "File", "S3DistributionType": "ShardedByS3Key"} }
            """);
    }

    private static string[] Trained(Job job)
    {
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines, errors));
        return lines;
    }

    private static void Refused(Job job, params string[] says)
    {
        job.Run("train").ExitCode.ShouldBe(1);
        foreach (var words in says)
            job.Failure.ShouldContain(words);
    }
}
