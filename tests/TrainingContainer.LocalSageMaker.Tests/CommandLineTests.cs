namespace TrainingContainer.LocalSageMaker.Tests;

public sealed class CommandLineTests
{
    /// <summary>What this test's commands have printed, to standard output and standard error.</summary>
    private static string Printed => TestContext.Current.TestOutputHelper!.Output;

    [Theory]
    [InlineData("help")]
    [InlineData("-h")]
    [InlineData("create-training-job", "help")]
    [InlineData("create-training-job", "--help")]
    [InlineData("describe-training-job", "--training-job-name", "a", "--help")]
    [InlineData("wait", "--help")]
    [InlineData("wait", "training-job-completed-or-stopped", "help")]
    [InlineData("report", "-h")]
    public void Help_AloneOrBehindAVerb_IsPrintedAndNoMistake(params string[] arguments)
    {
        CommandLine.Run(arguments).ShouldBe(0);
        Printed.ShouldContain("Exit code: 0; 252 = the command line or the request is wrong");
    }

    [Fact]
    public void Help_OfAVerb_NamesTheMembersOfItsRequestAndWhatTheyTake()
    {
        CommandLine.Run(["create-training-job", "--help"]).ShouldBe(0);
        Printed.ShouldMatch("--training-job-name <TEXT> +a string of 1 to 63 characters\n");
        Printed.ShouldMatch("--resource-config <JSON> +a JSON object\n");
        Printed.ShouldContain("--no-enable-managed-spot-training");
        Printed.ShouldMatch("--home <FOLDER> +Keeps the jobs");
    }

    [Fact]
    public void Help_NamesEveryVerbButThoseThatNobodyTypes()
    {
        CommandLine.Run(["--help"]).ShouldBe(0);
        Printed.ShouldContain("  list-training-jobs-for-hyper-parameter-tuning-job  ");
        Printed.ShouldNotContain("run-training-job");
    }

    [Theory]
    [InlineData("", "found \"\", expected a command. Fix: see --help")]
    [InlineData("list-training-job", "found \"list-training-job\", expected a command. Fix: did you mean list-training-jobs")]
    [InlineData("wait", "found \"\", expected training-job-completed-or-stopped or hyper-parameter-tuning-job-completed-or-stopped")]
    [InlineData("wait training-job-completed", "hyper-parameter-tuning-job-completed-or-stopped. Fix: did you mean training-job-completed-or-stopped?")]
    public void Verb_ThatIsNone_IsOneMistake(string line, string message)
    {
        CommandLine.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ShouldBe(CommandLine.UsageError);
        Printed.ShouldStartWith("command line: ");
        Printed.ShouldContain(message);
    }

    [Fact]
    public void Options_WrongInSeveralWays_AreToldTogether()
    {
        CommandLine.Run(["create-training-job", "--stop-grace", "-1", "--runner", "podman", "--pipe-rate", "1e13", "--wiat", "--tags"]).ShouldBe(CommandLine.UsageError);
        Printed.ReplaceLineEndings("\n").ShouldBe("""
            5 mistakes:
            - --tags: found no value, expected one behind it
            - --runner: found "podman", expected process or docker
            - --stop-grace: found "-1", expected a number from 0 to 2419200
            - --pipe-rate: found "1e13", expected a number from 1 to 1000000000000
            - command line: found "--wiat", expected an option of this command. Fix: did you mean --wait?

            """);
    }

    [Theory]
    [InlineData("@file")]
    [InlineData("a:b=c")]
    [InlineData("--max-items")]
    [InlineData("-h")]
    [InlineData("[a]")]
    [InlineData("wait")]
    public void Value_LooksLikeSomethingOfTheParser_StaysAValue(string value)
    {
        foreach (var arguments in (string[][])[["--name-contains", value], [$"--name-contains={value}"]])
            CommandLine.Parse(["list-training-jobs", .. arguments]).GetValue<string>("--name-contains").ShouldBe(value);
    }

    [Fact]
    public void Home_ThatIsAFile_IsRefusedAndNotTakenForAnEmptyOne()
    {
        using var folder = new TemporaryFolder().Put("home", "");
        CommandLine.Run(["list-training-jobs", "--home", folder.PathOf("s3", "home")]).ShouldBe(CommandLine.GeneralError);
        Printed.ShouldContain("which is no folder");
        CommandLine.Run(["list-training-jobs", "--home", folder.PathOf("other")]).ShouldBe(0);
    }

    // a name with "../" in it led out of the folder of the jobs
    [Theory]
    [InlineData("logs", "--training-job-name")]
    [InlineData("describe-training-job", "--training-job-name")]
    [InlineData("list-training-jobs-for-hyper-parameter-tuning-job", "--hyper-parameter-tuning-job-name")]
    [InlineData("describe-hyper-parameter-tuning-job", "--hyper-parameter-tuning-job-name")]
    public void JobName_ThatIsNone_IsRefusedByEveryVerb(string verb, string option)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["../training-jobs/a", "", "a b"]) CommandLine.Run([verb, option, name, "--home", folder.PathOf("home")]).ShouldBe(CommandLine.UsageError);
        Printed.ShouldContain("Name: found \"../training-jobs/a\"");
        CommandLine.Run([verb, option, "a", "--home", folder.PathOf("home")]).ShouldBe(CommandLine.ServiceError);
    }

    [Theory]
    [InlineData("2", 0)]
    [InlineData("1.5", CommandLine.UsageError)]
    [InlineData("0", CommandLine.UsageError)]
    [InlineData("1e3", CommandLine.UsageError)]
    public void MaxItems_IsAWholeNumber(string count, int exitCode)
    {
        using var folder = new TemporaryFolder();
        CommandLine.Run(["list-training-jobs", "--home", folder.PathOf("home"), "--max-items", count]).ShouldBe(exitCode);
        Printed.ShouldContain(exitCode == 0 ? "\"TrainingJobSummaries\": []" : $"--max-items: found \"{count}\", expected a whole number");
    }

    [Theory]
    [InlineData("list-training-jobs", "--home", "")]
    [InlineData("report", "--training-job-name", "a", "--home=")]
    [InlineData("create-training-job", "--program", "/bin/true", "--s3-root", "")]
    [InlineData("create-training-job", "--program", "")]
    public void EmptyPath_AsAnUnsetVariableLeavesIt_IsAMistakeAndNoCrash(params string[] arguments)
    {
        CommandLine.Run(arguments).ShouldBe(CommandLine.UsageError);
        Printed.ShouldContain("found \"\", expected a path");
    }
}
