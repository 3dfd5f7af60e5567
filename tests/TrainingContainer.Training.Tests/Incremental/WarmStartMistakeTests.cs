namespace TrainingContainer.Training.Tests;

/// <summary>What does not fit between a job and the model that it continues from.</summary>
public sealed class WarmStartMistakeTests : ContinuedJobs
{
    [Fact]
    public void AllThatDoesNotFit_IsToldAtOnceWithItsFix()
    {
        var first = Trained(null, ("batch_normalization", "true"));
        var mistakes = Mistakes(Continued(first, "a,1,2\nb,3,4\nyes,1,2\na,5,6\n", ("hidden_layers", "[8]"), ("activation", "tanh"), ("dropout", "0.5"), ("freeze_layers", "9")));
        mistakes.Select(mistake => mistake.Where).ShouldBe(
            ["channel train", "channel train", "hyperparameter hidden_layers", "hyperparameter activation", "hyperparameter batch_normalization", "hyperparameter dropout", "hyperparameter freeze_layers"]);
        mistakes[0].What.ShouldContain("found rows of 2 features, but the model of channel model takes 3");
        mistakes[1].What.ShouldContain("found the classes a, b, which the model of channel model does not know: it has no, yes");
        mistakes[1].Fix!.ShouldContain("new_head");
        mistakes[2].ToString().ShouldContain("found [8], but the model of channel model was made with [16]. Fix: set it to [16]");
        mistakes[5].Fix.ShouldBe("set it to 0");
    }

    [Theory]
    [InlineData("loss", "binary_cross_entropy")]
    [InlineData("activation", "gelu")]
    [InlineData("hidden_layers", "[16, 16]")]
    [InlineData("batch_normalization", "true")]
    public void HyperparameterThatShapesTheNetwork_IsNamedAlone(string name, string value) =>
        Mistakes(Continued(Trained(), JobFolder.TwoClasses(100), (name, value))).ShouldHaveSingleItem().Where.ShouldBe($"hyperparameter {name}");

    [Fact]
    public void OtherTask_IsAMistake() =>
        Mistakes(Continued(Trained(null, ("hidden_layers", "[]")), "1,1,2,3\n2,3,4,5\n", ("task", "regression"), ("hidden_layers", "[]"))).ShouldHaveSingleItem().Where.ShouldBe("hyperparameter task");

    [Fact]
    public void OtherNetwork_AsksForItsHyperparameters()
    {
        var images = string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 2},{string.Join(',', Enumerable.Range(0, 16).Select(pixel => (pixel + row) % 5))}\n"));
        var first = Trained(images, ("model", "cnn"), ("input_shape", "[1,4,4]"), ("convolution_channels", "[4]"), ("kernel_size", "5"));
        Mistakes(Continued(first, images)).Select(mistake => mistake.Where["hyperparameter ".Length..]).ShouldBe(["model", "input_shape", "convolution_channels", "kernel_size"]);
        Run(Continued(first, images, ("model", "cnn"), ("input_shape", "[1,4,4]"), ("convolution_channels", "[4]"), ("kernel_size", "5"), ("dropout", "0")));
    }

    [Fact]
    public void DropoutOfAnotherProbability_Fits() =>
        Run(Continued(Trained(null, ("dropout", "0.1")), JobFolder.TwoClasses(100), ("epochs", "1"), ("dropout", "0.3")));

    [Fact]
    public void WeightsThatAreNotThoseOfTheDescription_AreToldTensorByTensor()
    {
        var (narrow, wide) = (Trained(), Trained(null, ("hidden_layers", "[16, 16]")));
        var job = Job(JobFolder.TwoClasses(100)).Model(Archive.Of(
            Archive.File("model.json", File.ReadAllBytes(Path.Combine(narrow.Paths.Model, "model.json"))),
            Archive.File("model.safetensors", File.ReadAllBytes(Path.Combine(wide.Paths.Model, "model.safetensors")))));
        var mistakes = Mistakes(job);
        mistakes.ShouldAllBe(mistake => mistake.Where == "channel model");
        mistakes.Select(mistake => mistake.What).ShouldBe([
            "tensor 2.weight: found Float32 [16, 16] in the model, expected Float32 [2, 16]",
            "tensor 2.bias: found Float32 [16] in the model, expected Float32 [2]",
            "tensor 4.weight: found Float32 [2, 16] in the model, but this job's network has none of this name",
            "tensor 4.bias: found Float32 [2] in the model, but this job's network has none of this name"]);
    }
}
