namespace TrainingContainer.SageMaker.Tests;

public sealed class ServiceHyperparametersTests
{
    private static ServiceHyperparameters Read((string Name, string Value)[] hyperparameters, params (string Name, string Value)[] environment) =>
        ServiceHyperparameters.Read(
            hyperparameters.ToDictionary(pair => pair.Name, pair => pair.Value),
            name => environment.FirstOrDefault(pair => pair.Name == name).Value);

    [Theory]
    [InlineData(null, false)]
    [InlineData(" ", false)]
    [InlineData("arn:aws:sagemaker:eu-west-1:1:training-job/a", true)]
    public void Service_IsToldByTheJobsArn_WhichLocalModeDoesNotSet(string? arn, bool expected) =>
        ServiceHyperparameters.IsService(name => name switch { "TRAINING_JOB_ARN" => arn, "TRAINING_JOB_NAME" => "a", _ => null }).ShouldBe(expected);

    [Fact]
    public void Nothing_GivesInformationLevelAndNothingToSay()
    {
        var service = Read([]);
        service.ShouldBe(new ServiceHyperparameters(null, null, 20, null, null));
        service.Describe().ShouldBeNull();
    }

    [Fact]
    public void HyperparametersOfTheSdk_AreUsed()
    {
        var service = Read([("sagemaker_job_name", "a"), ("sagemaker_region", "eu-west-1"), ("sagemaker_container_log_level", "10"), ("_tuning_objective_metric", "validation:loss")]);
        service.ShouldBe(new ServiceHyperparameters("a", "eu-west-1", 10, "validation:loss", null));
        service.Describe().ShouldBe("job a in eu-west-1, tuned for validation:loss");
    }

    [Fact]
    public void EnvironmentOfTheService_NamesJobAndRegion_TheSdkTheLevel()
    {
        var service = Read(
            [("sagemaker_job_name", "a"), ("sagemaker_region", "b"), ("sagemaker_container_log_level", "30")],
            ("TRAINING_JOB_NAME", " real "), ("AWS_REGION", "eu-central-1"), ("SAGEMAKER_CONTAINER_LOG_LEVEL", "40"));
        service.ShouldBe(new ServiceHyperparameters("real", "eu-central-1", 30, null, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData(" None ")]
    public void TextsThatSayNothing_AreAbsent(string text)
    {
        Read([("sagemaker_job_name", text), ("sagemaker_container_log_level", text), ("_tuning_objective_metric", text)], ("TRAINING_JOB_NAME", text))
            .ShouldBe(new ServiceHyperparameters(null, null, 20, null, null));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("20", 20)]
    [InlineData("50", 50)]
    [InlineData(" 40 ", 40)]
    public void LevelOfTheImage_CountsWhereTheSdkSaysNone(string text, int level) =>
        Read([], ("SAGEMAKER_CONTAINER_LOG_LEVEL", text)).LogLevel.ShouldBe(level);

    [Theory]
    [InlineData("51")]
    [InlineData("-1")]
    [InlineData("INFO")]
    [InlineData("1.5")]
    public void LevelThatIsNone_IsInformationWithAWarning(string text)
    {
        var service = Read([("sagemaker_container_log_level", text)]);
        service.LogLevel.ShouldBe(20);
        service.Warning.ShouldBe($"sagemaker_container_log_level: found \"{text}\", expected 10, 20, 30, 40 or 50; logging at 20");
    }

    [Theory]
    [InlineData("a", null, null, "job a")]
    [InlineData(null, "r", null, "region r")]
    [InlineData(null, null, "m", "tuned for m")]
    [InlineData("a", null, "m", "job a, tuned for m")]
    [InlineData(null, "r", "m", "region r, tuned for m")]
    [InlineData("a\nb", "r", null, "job a\\nb in r")]
    public void Description_NamesWhatIsKnown(string? job, string? region, string? metric, string expected) =>
        new ServiceHyperparameters(job, region, 20, metric, null).Describe().ShouldBe(expected);
}
