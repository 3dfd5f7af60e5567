namespace TrainingContainer.SageMaker.Tests;

public sealed class InputDataConfigurationTests : IDisposable
{
    private static readonly ChannelDeclaration Train = new("train", true, "the rows to learn from", ["text/csv"], [InputMode.File, InputMode.FastFile]);
    private static readonly ChannelDeclaration Validation = new("validation", false, "the rows to evaluate on", ["text/csv"], [InputMode.File, InputMode.FastFile]);

    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Read_TheServicesFile_GivesEveryMember()
    {
        _job.MakeChannel("train");
        var channels = Read("""{"train":{"ContentType":"text/csv;label_size=1","TrainingInputMode":"File","S3DistributionType":"ShardedByS3Key","RecordWrapperType":"None"}}""");
        _job.Mistakes.ShouldBeEmpty();
        var train = channels["train"];
        train.Name.ShouldBe("train");
        train.Directory.ShouldBe(_job.Paths.Channel("train"));
        train.InputMode.ShouldBe(InputMode.File);
        train.ContentType.MediaType.ShouldBe("text/csv");
        train.ContentType.Parameters["label_size"].ShouldBe("1");
        train.S3DistributionType.ShouldBe("ShardedByS3Key");
        train.RecordWrapperType.ShouldBe("None");
    }

    [Theory]
    [InlineData("""{"train":{"TrainingInputMode":"File"}}""")] // local mode
    [InlineData("""{"train":{}}""")]
    [InlineData("""{"train":null}""")]
    [InlineData("""{"train":{"ContentType":null,"TrainingInputMode":null,"S3DistributionType":null,"RecordWrapperType":null}}""")]
    [InlineData("""{"train":{"ContentType":"","TrainingInputMode":"file"}}""")]
    [InlineData("""{"train":{"trainingInputMode":"FILE","Unknown":[1,{}],"contenttype":"text/CSV"}}""")]
    public void Read_AbsentNullOrOtherwiseSpelledMembers_GiveDefaults(string json)
    {
        _job.MakeChannel("train");
        Read(json)["train"].ShouldBe(new Channel("train", _job.Paths.Channel("train"), InputMode.File, ContentType.Csv, "FullyReplicated", "None"));
        _job.Mistakes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"train":{"S3Uri":"s3://bucket/train/"}}""")]
    [InlineData("""{"train":{"s3uri":"s3://bucket/train/","TrainingInputMode":"FastFile"}}""")]
    public void Read_S3Uri_NeedsNoDirectory(string json)
    {
        Read(json)["train"].Source.ShouldBe(new S3Location("bucket", "train/"));
        _job.Mistakes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"train":{"S3Uri":"bucket/train"}}""", "channel train: found the S3Uri \"bucket/train\", expected s3://BUCKET/PREFIX")]
    [InlineData("""{"train":{"S3Uri":1}}""", "found S3Uri 1, expected a string")]
    [InlineData("""{"train":{"S3Uri":"s3://bucket/train/","TrainingInputMode":"Pipe"}}""", "found Pipe mode with an S3Uri")]
    public void Read_S3UriThatCantBeUsed_IsAMistake(string json, string expected)
    {
        Read(json);
        _job.Mistakes.ShouldContain(mistake => mistake.ToString().Contains(expected));
    }

    [Theory]
    [InlineData("FastFile")]
    [InlineData("fastfile")]
    [InlineData("FASTFILE")]
    public void Read_FastFile_InAnyLetterCase(string mode)
    {
        _job.MakeChannel("train");
        Read($$$"""{"train":{"TrainingInputMode":"{{{mode}}}"}}""")["train"].InputMode.ShouldBe(InputMode.FastFile);
        _job.Mistakes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("None", 0)]
    [InlineData("NONE", 0)]
    [InlineData("RecordIO", 1)]
    public void Read_RecordWrapperOfAFile_IsAMistake(string wrapper, int mistakes)
    {
        _job.MakeChannel("train");
        Read($$$"""{"train":{"RecordWrapperType":"{{{wrapper}}}"},"other":{"RecordWrapperType":"RecordIO"}}""")["train"].RecordWrapperType.ShouldBe(wrapper);
        _job.Mistakes.Count.ShouldBe(mistakes);
        if (mistakes > 0)
            _job.Mistakes[0].ToString().ShouldBe(
                "channel train: found the record wrapper \"RecordIO\", expected None: outside of Pipe mode files are read as they are in S3. Fix: leave RecordWrapperType out");
    }

    [Theory]
    [InlineData("ShardedByS3Key", true, 0)]
    [InlineData("shardedbys3key", true, 0)]
    [InlineData("FullyReplicated", false, 1)]
    public void Read_DirectoryThatIsMissing_IsAMistakeUnlessTheChannelIsSharded(string distribution, bool isSharded, int mistakes)
    {
        Read($$$"""{"train":{"S3DistributionType":"{{{distribution}}}"}}""")["train"].IsSharded.ShouldBe(isSharded);
        _job.Mistakes.Count.ShouldBe(mistakes);
    }

    [Fact]
    public void Read_PipeWhereItIsNotSupported_SaysThatTheJobWouldWaitForever()
    {
        Read("""{"train":{"TrainingInputMode":"Pipe"}}""")["train"].InputMode.ShouldBe(InputMode.Pipe);
        _job.Mistakes.ShouldHaveSingleItem().ToString().ShouldBe(
            "channel train: found the input mode \"Pipe\", expected File or FastFile: in Pipe mode there are no files, and the job would wait "
            + "for them forever. Fix: set TrainingInputMode (or this channel's InputMode) to File");
    }

    [Fact]
    public void Read_PipeWhereItIsSupported_NeedsNoDirectory()
    {
        _job.ReadChannels("""{"train":{"TrainingInputMode":"pipe","RecordWrapperType":"RecordIO"}}""", Train with { InputModes = [InputMode.Pipe] })["train"]
            .RecordWrapperType.ShouldBe("RecordIO");
        _job.Mistakes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Files")]
    [InlineData("0")]
    public void Read_UnknownInputMode_IsAMistake(string mode)
    {
        _job.MakeChannel("train");
        Read($$$"""{"train":{"TrainingInputMode":"{{{mode}}}"}}""");
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldBe($"found the input mode \"{mode}\", expected File or FastFile");
    }

    [Fact]
    public void Read_UnsupportedContentType_NamesTheSupportedOnes()
    {
        _job.MakeChannel("train");
        Read("""{"train":{"ContentType":"text/libsvm"}}""");
        _job.Mistakes.ShouldHaveSingleItem().ToString().ShouldBe(
            "channel train: found the content type \"text/libsvm\", expected text/csv. Fix: set this channel's ContentType to text/csv");
    }

    [Fact]
    public void Read_MalformedContentType_SaysTheForm()
    {
        _job.MakeChannel("train");
        Read("""{"train":{"ContentType":"csv"}}""");
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldStartWith("found the content type \"csv\", expected type/subtype");
    }

    [Fact]
    public void Read_MemberThatIsNoString_IsAMistake()
    {
        _job.MakeChannel("train");
        Read("""{"train":{"ContentType":5}}""");
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldBe("found ContentType 5, expected a string");
    }

    [Fact]
    public void Read_NoChannelAtAll_NamesTheRequiredOne()
    {
        Read("{}").ShouldBeEmpty();
        _job.Mistakes.ShouldHaveSingleItem().ToString().ShouldBe(
            "channel train: found no channel at all, expected the channel train (the rows to learn from). "
            + "Fix: give the job an InputDataConfig entry with ChannelName train");
    }

    [Theory]
    [InlineData("Train")]
    [InlineData("training")]
    public void Read_ChannelOfASimilarName_IsToBeRenamed(string name)
    {
        _job.MakeChannel(name);
        Read($$$"""{"{{{name}}}":{}}""").Keys.ShouldBe([name]);
        var mistake = _job.Mistakes.ShouldHaveSingleItem();
        mistake.What.ShouldStartWith($"found the channels {name} only, expected the channel train");
        mistake.Fix.ShouldBe($"rename the channel {name} to train");
    }

    [Fact]
    public void Read_MissingDirectory_IsAMistake()
    {
        Read("""{"train":{},"validation":{}}""");
        _job.Mistakes.Count.ShouldBe(2);
        _job.Mistakes[0].ToString().ShouldBe(
            $"channel train: found no directory {_job.Paths.Channel("train")}, expected the channel's files there. Fix: check that {_job.Paths.InputData} is mounted");
    }

    [Fact]
    public void Read_ChannelThatNobodyDeclared_IsReturnedWhateverItHolds()
    {
        _job.MakeChannel("train");
        var channels = Read("""{"train":{},"model":{"ContentType":"no type","TrainingInputMode":"Carrier pigeon"}}""");
        _job.Mistakes.ShouldBeEmpty();
        channels["model"].ContentType.MediaType.ShouldBe("application/octet-stream");
    }

    [Fact]
    public void Read_FilesBesideTheChannels_AreNotLookedAt()
    {
        _job.MakeChannel("train");
        _job.MakeChannel("validation");
        File.WriteAllText(_job.Paths.Channel("train-manifest"), "[]");
        Read("""{"train":{}}""").Keys.ShouldBe(["train"]);
        _job.Mistakes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("tr\u00e4in")]
    public void Read_NameThatIsNoChannelName_IsAMistake(string name)
    {
        _job.MakeChannel("train");
        Read($$$"""{"train":{},"{{{name}}}":{}}""").Keys.ShouldBe(["train"]);
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldContain("1 to 64 letters");
    }

    [Fact]
    public void Read_ChannelThatIsNoObject_IsOneMistake()
    {
        Read("""{"train":"s3://bucket/train"}""");
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldStartWith("found \"\"s3://bucket/train\"\", expected a JSON object");
    }

    [Fact]
    public void Read_SameChannelTwice_IsAMistake()
    {
        _job.MakeChannel("train");
        Read("""{"train":{},"train":{}}""");
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldStartWith("found \"train\" again");
    }

    [Fact]
    public void Read_MissingFile_IsOneMistake()
    {
        InputDataConfiguration.Read(_job.Paths, [Train], _job.Mistakes).ShouldBeEmpty();
        _job.Mistakes.ShouldHaveSingleItem().What.ShouldContain("no such file");
    }

    private IReadOnlyDictionary<string, Channel> Read(string json) => _job.ReadChannels(json, Train, Validation);
}
