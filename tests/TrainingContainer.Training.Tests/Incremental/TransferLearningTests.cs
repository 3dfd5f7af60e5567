namespace TrainingContainer.Training.Tests;

/// <summary>New heads, frozen layers, learning rates that differ by layer.</summary>
public sealed class TransferLearningTests : ContinuedJobs
{
    [Fact]
    public void NewHead_LearnsOtherClassesOnTopOfTheOldLayers()
    {
        var first = Trained();
        var three = JobFolder.TwoClasses(150, "b", "a") + string.Concat(Enumerable.Range(0, 60).Select(row => $"c,5,{row % 3},5\n"));
        var second = Continued(first, three, ("new_head", "true"), ("freeze_layers", "all_but_head"), ("epochs", "10"));
        var (metrics, lines) = Run(second);
        Description(second).GetProperty("classes").GetArrayLength().ShouldBe(3);
        foreach (var tensor in new[] { "0.weight", "0.bias" })
            Bytes(second, tensor).ShouldBe(Bytes(first, tensor));
        Bytes(second, "2.weight").Length.ShouldBe(3 * 16 * 4);
        Values(metrics, "validation:accuracy")[^1].ShouldBeGreaterThan(0.8);
        lines.ShouldContain(line => line.Contains("all of its layers but the last, which is drawn anew; frozen: all_but_head"));
    }

    [Fact]
    public void NewHead_MayServeAnotherTask()
    {
        var second = Continued(Trained(), JobFolder.Line(100), ("new_head", "true"), ("task", "regression"), ("epochs", "1"));
        Run(second);
        Description(second).GetProperty("target").GetProperty("mean").GetDouble().ShouldBe(100, 5);
    }

    [Fact]
    public void NewHead_StillNeedsTheOtherLayers() =>
        Mistakes(Continued(Trained(), "a,1,2,3\nb,3,4,5\n", ("new_head", "true"), ("hidden_layers", "[8]"))).ShouldHaveSingleItem().Where.ShouldBe("hyperparameter hidden_layers");

    [Fact]
    public void NewHeadOfASingleLayer_TakesNothing() =>
        Mistakes(Continued(Trained(null, ("hidden_layers", "[]")), JobFolder.TwoClasses(50), ("hidden_layers", "[]"), ("new_head", "true")))
            .ShouldHaveSingleItem().What.ShouldContain("single layer");

    [Fact]
    public void FrozenLayers_EndAsTheyBegan_NormalizationIncluded()
    {
        (string, string)[] network = [("hidden_layers", "[16, 8]"), ("batch_normalization", "true")];
        var first = Trained(null, network);
        var second = Continued(first, JobFolder.TwoClasses(200), [.. network, ("freeze_layers", "0,1")]);
        Run(second);
        foreach (var tensor in new[] { "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked" })
            Bytes(second, tensor).ShouldBe(Bytes(first, tensor), tensor);
        foreach (var tensor in new[] { "3.weight", "4.running_mean", "4.num_batches_tracked", "6.bias" })
            Bytes(second, tensor).ShouldNotBe(Bytes(first, tensor), tensor);
    }

    [Fact]
    public void LearningRateDecay_MovesTheFirstLayerLeast()
    {
        var first = Trained();
        var settings = new[] { ("epochs", "1"), ("optimizer", "sgd"), ("learning_rate", "0.01"), ("hidden_layers", "[16]") };
        float[] Moved(string decay)
        {
            var second = Continued(first, JobFolder.TwoClasses(200), [.. settings, ("layer_learning_rate_decay", decay)]);
            Run(second);
            return [.. new[] { "0.bias", "2.bias" }.Select(tensor => Floats(second, tensor).Zip(Floats(first, tensor), (a, b) => Math.Abs(a - b)).Sum())];
        }

        var (even, slow) = (Moved("1"), Moved("0.001"));
        slow[0].ShouldBeLessThan(even[0] / 100);
        slow[1].ShouldBeInRange(even[1] / 2, even[1] * 2);
    }

    [Theory]
    [InlineData("new_head", "true", "no model to take the other layers from")]
    [InlineData("freeze_layers", "0", "drawn at random")]
    [InlineData("freeze_layers", "all_but_head", "drawn at random")]
    public void WithoutAModel_TransferLearningIsAMistake(string name, string value, string says)
    {
        var mistake = Mistakes(Job(JobFolder.TwoClasses(50), (name, value))).ShouldHaveSingleItem();
        mistake.Where.ShouldBe($"hyperparameter {name}");
        mistake.What.ShouldContain(says);
    }
}
