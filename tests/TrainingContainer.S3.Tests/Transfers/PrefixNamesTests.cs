namespace TrainingContainer.S3.Tests.Transfers;

public sealed class PrefixNamesTests
{
    private static (string[] Names, List<string> Obstacles) Of(string prefix, params string[] keys)
    {
        var obstacles = new List<string>();
        return ([.. PrefixNames.Of(keys.Select(Object), prefix, obstacles).Select(file => file.Name)], obstacles);
    }

    private static StoredObject Object(string key) => new("bucket", key, key.EndsWith('/') ? 0 : 1, "etag", default);

    [Theory]
    [InlineData("data/train/", "data/train/a.csv", "a.csv")]
    [InlineData("data/train/", "data/train/x/y/a.csv", "x/y/a.csv")]
    [InlineData("data/train", "data/train/a.csv", "a.csv")]
    [InlineData("data/train", "data/train-old/a.csv", "train-old/a.csv")]
    [InlineData("data/train.csv", "data/train.csv", "train.csv")]
    [InlineData("", "a/b.csv", "a/b.csv")]
    [InlineData("tr", "train.csv", "train.csv")]
    public void Names_AreWhatFollowsThePrefixesLastSlash(string prefix, string key, string name)
    {
        var (names, obstacles) = Of(prefix, key);
        names.ShouldBe([name]);
        obstacles.ShouldBeEmpty();
    }

    [Fact]
    public void FoldersObjects_AreLeftOut() => Of("p/", "p/", "p/x/", "p/x/a").Names.ShouldBe(["x/a"]);

    [Theory]
    [InlineData("p/../../etc/passwd")]
    [InlineData("p/./a")]
    [InlineData("p//a")]
    [InlineData("p//etc/passwd")]
    [InlineData("p/a\nb")]
    [InlineData("p/a\\b")]
    [InlineData("p/.a.sagemaker-ignore")]
    public void KeysThatLeadElsewhere_AreRefused(string key)
    {
        var (names, obstacles) = Of("p/", key, "p/good");
        names.ShouldBe(["good"]);
        obstacles.ShouldHaveSingleItem().ShouldContain("found 1 keys that can't be file names");
    }

    [Fact]
    public void NameTooLong_IsRefused() => Of("p/", "p/" + new string('ä', 128)).Obstacles.ShouldHaveSingleItem();

    [Fact]
    public void TwoKeysOfOneFile_AreRefused() =>
        Of("p/train", "p/train-old/a", "p/train/train-old/a").Obstacles.ShouldHaveSingleItem().ShouldContain("both be the file train-old/a");

    [Fact]
    public void ObjectAndFolderOfOneName_AreRefused() => Of("p/", "p/a", "p/a/b").Obstacles.ShouldHaveSingleItem().ShouldContain("as a folder of others");

    [Theory]
    [InlineData("p/train", true, "p/train/a", "p/train-old/a")]
    [InlineData("p/train", false, "p/train/a", "p/train/b")]
    [InlineData("p/train", false, "p/train-1", "p/train-2")]
    [InlineData("p/train/", false, "p/train/a", "p/train/b")]
    public void PrefixThatMeansMoreThanAFolder_IsNoticed(string prefix, bool isAmbiguous, params string[] keys) =>
        PrefixNames.IsAmbiguous(keys.Select(Object), prefix).ShouldBe(isAmbiguous);
}
