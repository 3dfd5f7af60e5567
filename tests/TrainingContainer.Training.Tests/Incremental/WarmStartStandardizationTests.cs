using System.Text.RegularExpressions;

namespace TrainingContainer.Training.Tests;

/// <summary>A continued job standardizes as was done for the model.</summary>
public sealed class WarmStartStandardizationTests : ContinuedJobs
{
    [Fact]
    public void Rows_AreStandardizedAsForTheModel()
    {
        var first = Trained();
        // the same rows, all features shifted: the model's means stay
        var shifted = Regex.Replace(JobFolder.TwoClasses(100), @",(-?\d+\.\d+)", match => FormattableString.Invariant($",{double.Parse(match.Groups[1].Value) + 5:0.0000}"));
        var second = Continued(first, shifted, ("epochs", "1"));
        Run(second);
        Description(second).GetProperty("features").GetRawText().ShouldBe(Description(first).GetProperty("features").GetRawText());
    }

    [Fact]
    public void RegressionTarget_KeepsTheModelsScale()
    {
        var first = Trained(JobFolder.Line(200), ("task", "regression"), ("epochs", "30"));
        var second = Continued(first, JobFolder.Line(40), ("task", "regression"), ("epochs", "1"), ("learning_rate", "1e-9"));
        var (metrics, _) = Run(second);
        Description(second).GetProperty("target").GetRawText().ShouldBe(Description(first).GetProperty("target").GetRawText());
        Values(metrics, "validation:rmse")[0].ShouldBeLessThan(5);
    }

    [Theory]
    [InlineData("auto", "channel", "found channel (of 1), but the rows that the model of channel model has learned were standardized by feature")]
    [InlineData("feature", "channel", "found channel (of 1), but the rows that the model of channel model has learned were standardized by feature")]
    [InlineData("channel", "feature", "found feature, but the rows that the model of channel model has learned were standardized by channel (of 1)")]
    [InlineData("feature", "feature", null)]
    [InlineData("auto", "feature", null)]
    [InlineData("channel", "channel", null)]
    [InlineData("channel", "auto", null)]
    public void StandardizationThatIsNotTheModels_IsAMistake(string models, string given, string? says)
    {
        var second = Continued(Trained(null, ("standardization", models)), JobFolder.TwoClasses(100), ("epochs", "1"), ("standardization", given));
        if (says is null)
        {
            Run(second);
            return;
        }
        var mistake = Mistakes(second).ShouldHaveSingleItem();
        mistake.Where.ShouldBe("hyperparameter standardization");
        mistake.What.ShouldStartWith(says);
        mistake.Fix!.ShouldContain("leave it out");
    }

    [Fact]
    public void StandardizationOfOtherChannels_IsAMistake()
    {
        var images = string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 2},{string.Join(',', Enumerable.Range(0, 8).Select(pixel => (pixel + row) % 5 * (pixel < 4 ? 1 : 10)))}\n"));
        var first = Trained(images, ("standardization", "channel"), ("input_shape", "[2,2,2]"));
        Mistakes(Continued(first, images, ("standardization", "channel"), ("input_shape", "[1,2,4]"))).ShouldHaveSingleItem().What
            .ShouldStartWith("found channel (of 1), but the rows that the model of channel model has learned were standardized by channel (of 2)");
        Mistakes(Continued(first, images, ("standardization", "feature"))).ShouldHaveSingleItem().Where.ShouldBe("hyperparameter standardization");
        Run(Continued(first, images, ("standardization", "channel"), ("input_shape", "[4,1,2]"), ("epochs", "1")));
    }

    [Fact]
    public void StandardizationOfAContinuedModel_IsTheFirstModels()
    {
        var images = string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 2},{string.Join(',', Enumerable.Range(0, 16).Select(pixel => (pixel * row) % 5))}\n"));
        (string, string)[] network = [("model", "cnn"), ("input_shape", "[1,4,4]"), ("convolution_channels", "[4]"), ("epochs", "1")];
        // left to the second job it would be channel, as always of a cnn
        var second = Continued(Trained(images, [.. network, ("standardization", "feature")]), images, network);
        Run(second);
        Run(Continued(second, images, [.. network, ("standardization", "feature")]));
        Mistakes(Continued(second, images, [.. network, ("standardization", "channel")])).ShouldHaveSingleItem().What.ShouldContain("were standardized by feature");
    }
}
