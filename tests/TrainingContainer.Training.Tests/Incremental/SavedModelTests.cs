using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

public sealed class SavedModelTests : IDisposable
{
    private const string Good = """
        {
          "format_version": 1, "task": "classification", "later": {"a": [1]},
          "architecture": {"input_shape": [2], "output_count": 2, "layers": [{"type": "Linear", "arguments": {"in_features": 2, "out_features": 2}}]},
          "classes": ["no", "yes"], "target": null,
          "features": {"count": 2, "label_column": 0, "means": [0.1, -3], "standard_deviations": [1, 2.5]},
          "hyperparameters": {"epochs": "3"}
        }
        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    private SavedModel? Read(string json, List<Mistake> mistakes)
    {
        File.WriteAllText(_path, json);
        return SavedModel.Read(_path, "channel model, file model.json", mistakes);
    }

    private List<Mistake> Mistakes(string json)
    {
        var mistakes = new List<Mistake>();
        Read(json, mistakes).ShouldBeNull();
        mistakes.ShouldNotBeEmpty();
        mistakes.ShouldAllBe(mistake => mistake.Where == "channel model, file model.json" && mistake.Fix != null);
        return mistakes;
    }

    [Fact]
    public void Description_IsReadAndUnknownMembersArePassedOver()
    {
        var mistakes = new List<Mistake>();
        var model = Read(Good, mistakes)!;
        mistakes.ShouldBeEmpty();
        model.Task.ShouldBe(TaskKind.Classification);
        model.Classes.ShouldBe(["no", "yes"]);
        model.Target.ShouldBeNull();
        model.Features.Means.ShouldBe([0.1f, -3]);
        model.Features.StandardDeviations.ShouldBe([1, 2.5f]);
        model.Layers.ShouldHaveSingleItem().Arguments["out_features"].ShouldBe(2);
        model.CustomAssembly.ShouldBeNull();
        model.Hyperparameters["epochs"].ShouldBe("3");
    }

    [Fact]
    public void WhatAJobWrites_IsReadBackBitForBit()
    {
        using var job = new JobFolder().With(("task", "regression"), ("epochs", "1"), ("threads", "1"), ("device", "cpu")).Channel("train", JobFolder.Line(50));
        new TrainingJob(job.Paths, TextWriter.Null, new Silence(), TimeProvider.System).Run(TestContext.Current.CancellationToken);
        var written = Path.Combine(job.Paths.Model, "model.json");
        var mistakes = new List<Mistake>();
        var model = SavedModel.Read(written, "", mistakes)!;
        mistakes.ShouldBeEmpty();
        var numbers = File.ReadAllText(written);
        foreach (var number in model.Features.Means.Concat(model.Features.StandardDeviations).Select(value => value.ToString("R")))
            numbers.ShouldContain(number);
        numbers.ShouldContain(model.Target!.Mean.ToString("R"));
        numbers.ShouldContain(model.Target.StandardDeviation.ToString("R"));
        model.Layers.Select(layer => layer.Type).ShouldBe(["Linear", "ReLU", "Linear"]);
    }

    [Fact]
    public void ModelOfOnesOwn_NamesItsAssembly()
    {
        var json = Good.Replace("\"layers\": [{\"type\": \"Linear\", \"arguments\": {\"in_features\": 2, \"out_features\": 2}}]", "\"custom_model\": {\"assembly\": \"Mine.dll\"}");
        var model = Read(json, [])!;
        model.CustomAssembly.ShouldBe("Mine.dll");
        model.Layers.ShouldBeEmpty();
    }

    [Fact]
    public void NewerFormat_AsksForANewerContainer()
    {
        var mistake = Mistakes(Good.Replace("\"format_version\": 1", "\"format_version\": 2")).ShouldHaveSingleItem();
        mistake.What.ShouldContain("found format_version 2, expected 1 to 1");
        mistake.Fix!.ShouldContain("newer");
    }

    [Fact]
    public void EverythingThatIsWrong_IsToldAtOnce() =>
        Mistakes("""{"format_version": 1, "task": "7", "architecture": {"layers": [null]}, "classes": ["a", "a"]}""").Count.ShouldBe(4);

    [Theory]
    [InlineData("\"format_version\": 1", "\"format_version\": null", "format_version missing")]
    [InlineData("\"format_version\": 1", "\"format_version\": 0", "found format_version 0")]
    [InlineData("\"classification\"", "\"ranking\"", "found the task \"ranking\"")]
    [InlineData("\"classification\"", "\"regression\"", "standard deviation of the target")]
    [InlineData("[0.1, -3]", "[0.1]", "one finite mean")]
    [InlineData("[0.1, -3]", "[0.1, 1e99]", "one finite mean")]
    [InlineData("[1, 2.5]", "[1, 0]", "one finite mean")]
    [InlineData("[1, 2.5]", "null", "one finite mean")]
    [InlineData("\"count\": 2", "\"count\": 0", "one finite mean")]
    [InlineData("[\"no\", \"yes\"]", "[\"no\", null]", "no classes")]
    [InlineData("[\"no\", \"yes\"]", "[]", "no classes")]
    [InlineData("\"arguments\": {\"in_features\": 2, \"out_features\": 2}", "\"arguments\": null", "a layer without")]
    [InlineData("\"later\"", "\"task\"", "does not write")]
    [InlineData("[0.1, -3]", "[0.1, \"b\"]", "does not write")]
    [InlineData("\"format_version\": 1,", "", "format_version missing")]
    public void WrongMember_IsNamed(string good, string bad, string says)
    {
        Good.ShouldContain(good);
        Mistakes(Good.Replace(good, bad)).ShouldContain(mistake => mistake.What.Contains(says));
    }

    [Fact]
    public void MoreClassesThanAChannelMayHave_AreRefused() =>
        Mistakes(Good.Replace("\"no\", \"yes\"", string.Join(',', Enumerable.Range(0, SavedModel.ClassesMax + 1).Select(i => $"\"{i}\""))))
            .ShouldHaveSingleItem().What.ShouldContain("found 100001 classes");

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"format_version\": 1")]
    [InlineData("\u0000\u0001")]
    public void NoJsonObject_IsRefused(string text) => Mistakes(text).ShouldHaveSingleItem();

    [Fact]
    public void DeepNesting_IsRefused() => Mistakes("{\"later\":" + new string('[', 1_000) + new string(']', 1_000) + "}");

    [Fact]
    public void FileBeyondAllBounds_IsRefusedUnread()
    {
        using (var file = File.OpenWrite(_path))
            file.SetLength((long)SavedModel.SizeMaxBytes + 1);
        var mistakes = new List<Mistake>();
        SavedModel.Read(_path, "here", mistakes).ShouldBeNull();
        mistakes.ShouldHaveSingleItem().What.ShouldContain("expected at most");
    }

    private sealed class Silence : TrainingObserver;
}
