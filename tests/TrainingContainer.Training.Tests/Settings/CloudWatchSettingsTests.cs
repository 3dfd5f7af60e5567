using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

public sealed class CloudWatchSettingsTests
{
    private static (TrainingSettings Settings, string[] Mistakes) Read(params (string Name, string Value)[] raw)
    {
        var mistakes = new List<Mistake>();
        var values = TrainingHyperparameters.Catalog.Read(raw.ToDictionary(pair => pair.Name, pair => pair.Value), mistakes);
        return (TrainingSettings.From(values, mistakes), [.. mistakes.Select(mistake => mistake.ToString())]);
    }

    [Fact]
    public void Settings_AreRead()
    {
        var (settings, mistakes) = Read(("cloudwatch_metrics", "EMF"), ("cloudwatch_namespace", "Team/Digits"), ("cloudwatch_period", "60"));
        mistakes.ShouldBeEmpty();
        settings.Warnings.ShouldBeEmpty();
        settings.CloudWatch.ShouldBe(new CloudWatchSettings(CloudWatchOutput.Emf, "Team/Digits", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void ANamespaceOfNothing_IsTold() => Read(("cloudwatch_namespace", "Team")).Settings.Warnings.ShouldHaveSingleItem()
        .ShouldBe("hyperparameter cloudwatch_namespace changes nothing here: it belongs to cloudwatch_metrics=emf or api");

    [Fact]
    public void Api_IsRefusedWhereItWasNotBuiltIn()
    {
        var before = CloudWatchSettings.HasApi;
        try
        {
            AppContext.SetSwitch(CloudWatchSettings.ApiSwitch, false);
            Read(("cloudwatch_metrics", "api")).Mistakes.ShouldHaveSingleItem().ShouldBe(
                "hyperparameter cloudwatch_metrics: found api, but this program was built without the package AWSSDK.CloudWatch, which sends them. "
                + "Fix: set it to emf, which needs no package, permission or network, or use an image built with CLOUDWATCH_SDK=true");
            AppContext.SetSwitch(CloudWatchSettings.ApiSwitch, true);
            Read(("cloudwatch_metrics", "api")).Mistakes.ShouldBeEmpty();
        }
        finally
        {
            AppContext.SetSwitch(CloudWatchSettings.ApiSwitch, before);
        }
    }

    [Theory]
    [InlineData("TrainingContainer", true)]
    [InlineData("a/b.c-d_e#f:g", true)]
    [InlineData("A", true)]
    [InlineData("", false)]
    [InlineData(":a", false)]
    [InlineData("AWS/SageMaker", false)]
    [InlineData("aws/SageMaker", false)]
    [InlineData("AWSome", true)]
    [InlineData("two words", false)]
    [InlineData("Größe", false)]
    [InlineData("a\n", false)]
    public void Namespace_IsWhatCloudWatchTakes(string text, bool valid) => CloudWatchNamespace.IsValid(text).ShouldBe(valid);

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Namespace_HasALongestLength(int length, bool valid) => CloudWatchNamespace.IsValid(new string('n', length)).ShouldBe(valid);

    [Fact]
    public void AWrongNamespace_IsToldWithTheRule() => Read(("cloudwatch_metrics", "emf"), ("cloudwatch_namespace", "AWS/EC2")).Mistakes.ShouldHaveSingleItem()
        .ShouldBe("hyperparameter cloudwatch_namespace: found \"AWS/EC2\", expected 1 to 255 letters, digits or . - _ / # :, beginning with neither : nor AWS/. "
            + "Fix: leave it out to use the default TrainingContainer");
}
