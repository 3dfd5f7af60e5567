namespace TrainingContainer.S3.Tests;

/// <summary>The name under which a file is written must fit where the file's own does.</summary>
public sealed class TransferFileTests
{
    [Theory]
    [InlineData("a.csv", "/x/.a.csv.sagemaker-ignore")]
    public void ShortName_IsPartOfTheTemporaryOne(string name, string expected) => TransferFile.TemporaryOf($"/x/{name}").ShouldBe(expected);

    [Theory]
    [InlineData('a', 237)]
    [InlineData('a', 238)]
    [InlineData('a', 255)]
    [InlineData('ü', 127)]
    public void LongestNames_HaveTemporaryOnesThatFit(char character, int length)
    {
        var folder = Directory.CreateTempSubdirectory("names-").FullName;
        try
        {
            var path = Path.Combine(folder, new string(character, length));
            var temporary = TransferFile.TemporaryOf(path);
            File.WriteAllText(temporary, "");
            TransferFile.IsTemporary(temporary).ShouldBeTrue();
            File.Move(temporary, path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void LongNames_DoNotShareOne() =>
        TransferFile.TemporaryOf("/x/" + new string('a', 250)).ShouldNotBe(TransferFile.TemporaryOf("/x/" + new string('a', 251)));
}
