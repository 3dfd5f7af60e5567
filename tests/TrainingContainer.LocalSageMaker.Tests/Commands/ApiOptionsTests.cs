using TrainingContainer.LocalSageMaker.Commands;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Tests.Requests;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Commands;

public sealed class ApiOptionsTests
{
    private static readonly StructureShape Shape = TrainingJobShapes.CreateTrainingJob;

    [Fact]
    public void Read_OptionsOfMembers_WinOverTheInput()
    {
        using var folder = new TemporaryFolder().Put("r.json", SampleRequest.Text);

        var request = TrainingJobRequest.Read(
            Read("--cli-input-json", $"file://{folder.PathOf("s3", "r.json")}", "--training-job-name", "other", "--hyper-parameters", "{\"epochs\":\"9\"}", "--no-enable-managed-spot-training",
                "--stopping-condition", "{\"MaxRuntimeInSeconds\":5}", "--enable-network-isolation"), new RequestFindings());

        (request.Name, request.HyperParameters["epochs"], request.IsSpot, request.MaxRuntimeSeconds, request.IsIsolated).ShouldBe(("other", "9", false, 5, true));
    }

    [Theory]
    [InlineData("--cli-input-json", "file:///nonexistent", "cannot be read")]
    [InlineData("--cli-input-json", "{", "malformed JSON")]
    [InlineData("--hyper-parameters", "epochs=3", "malformed JSON")]
    [InlineData("--training-job-nam", "a", "did you mean --training-job-name")]
    public void Read_Wrong_SaysWhereAndWhat(string option, string value, string message) =>
        Should.Throw<JobInputException>(() => Read(option, value)).Message.ShouldContain(message);

    [Fact]
    public void Input_AFileWithoutItsPrefixOrAFolder_SaysWhatToWrite()
    {
        using var folder = new TemporaryFolder().Put("r.json", SampleRequest.Text);
        var file = folder.PathOf("s3", "r.json");
        Should.Throw<JobInputException>(() => Read("--cli-input-json", file)).Message.ShouldContain($"expected JSON, or file:// before the name. Fix: write file://{file}");
        Should.Throw<JobInputException>(() => Read("--tags", file)).Message.ShouldStartWith("--tags: ");
        Should.Throw<JobInputException>(() => Read("--cli-input-json", $"file://{folder.PathOf("s3")}")).Message.ShouldContain("which is a folder, expected a file");
        Should.Throw<JobInputException>(() => Read("--cli-input-json", "file://")).Message.ShouldBe("--cli-input-json: found file:// without a path, expected one behind it. Fix: write file:// and a path to the file");
    }

    [Fact]
    public void Options_TwiceOrWithoutAValue_AreRefusedTogether() =>
        Should.Throw<JobInputException>(() => Read("--role-arn", "a", "--role-arn", "b", "--tags")).Mistakes.Select(mistake => mistake.Where).ShouldBe(["--role-arn", "--tags"]);

    [Fact]
    public void Options_WithAnEqualsSign_AreReadAsTheAwsCliReadsThem()
    {
        Read("--training-job-name=a=b", "--enable-network-isolation").GetRawText().ShouldBe("""{"TrainingJobName":"a=b","EnableNetworkIsolation":true}""");
        Should.Throw<JobInputException>(() => Read("--enable-network-isolation=true", "--training-job-nam=a")).Message.ShouldBe("""
            2 mistakes:
            - --enable-network-isolation: found the value "true", expected none
            - command line: found "--training-job-nam", expected an option of this command. Fix: did you mean --training-job-name?
            """);
    }

    private static System.Text.Json.JsonElement Read(params string[] arguments) =>
        ApiOptions.Read(CommandLine.Parse(["create-training-job", .. arguments]), Shape);
}
