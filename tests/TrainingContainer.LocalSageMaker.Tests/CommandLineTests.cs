namespace TrainingContainer.LocalSageMaker.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("help")]
    [InlineData("-h")]
    [InlineData("create-training-job", "help")]
    [InlineData("create-training-job", "--help")]
    [InlineData("describe-training-job", "--training-job-name", "a", "--help")]
    [InlineData("wait", "--help")]
    [InlineData("wait", "training-job-completed-or-stopped", "help")]
    [InlineData("report", "-h")]
    public void Help_AloneOrBehindAVerb_IsPrintedAndNoMistake(params string[] arguments) => CommandLine.Run(arguments).ShouldBe(0);
}
