namespace EndToEnd.Docker;

/// <summary>scripts/build-image.sh as a program.</summary>
public sealed class ScriptTests
{
    private static readonly TimeSpan RunTimeMax = TimeSpan.FromSeconds(30);
    private static readonly string Script = Repository.File("scripts", "build-image.sh");

    [Fact]
    public void Help_NamesEveryOption()
    {
        var (exitCode, output, errors) = Command.Run(RunTimeMax, Script, "--help");
        exitCode.ShouldBe(0, errors);
        foreach (var option in new[] { "--torch", "--tag", "--sdk-image", "--runtime-image", "--cloudwatch-sdk", "--max-mb", "--size" })
            output.ShouldContain(option);
    }

    [Theory]
    [InlineData("found 'cuda'", "cuda")]
    [InlineData("found --torch rocm, expected cuda or cpu", "--torch", "rocm")]
    [InlineData("--tag needs a value", "--tag")]
    [InlineData("found --cloudwatch-sdk no, expected true or false", "--cloudwatch-sdk", "no")]
    [InlineData("found --max-mb many, expected a whole number", "--max-mb", "many")]
    public void Mistake_IsNamedBeforeAnythingIsBuilt(string expected, params string[] arguments)
    {
        var (exitCode, output, errors) = Command.Run(RunTimeMax, Script, arguments);
        exitCode.ShouldBe(2, output);
        errors.ShouldContain(expected);
        output.ShouldBeEmpty();
    }

    [Fact]
    public void ImageLargerThanAllowed_EndsWithOne()
    {
        TestImage.Require();
        var (exitCode, output, _) = Command.Run(TimeSpan.FromMinutes(2), Script, "--size", "--tag", TestImage.Name, "--max-mb", "10");
        exitCode.ShouldBe(1, output);
        output.ShouldContain("larger than 10 MB");
    }
}
