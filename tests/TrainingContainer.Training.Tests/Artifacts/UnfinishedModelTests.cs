namespace TrainingContainer.Training.Tests;

public sealed class UnfinishedModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("unfinished-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Make(params string[] names)
    {
        foreach (var name in names)
            File.WriteAllText(Path.Combine(_folder, name), "");
    }

    private string?[] Left() => [.. Directory.GetFiles(_folder).Select(Path.GetFileName).Order()];

    [Fact]
    public void WholeModel_StaysWithWhatIsNotOurs()
    {
        Make("model.json", "model.safetensors", "notes.txt", ".model.json.sagemaker-ignore");
        UnfinishedModel.Remove(_folder).ShouldBeTrue();
        Left().ShouldBe(["model.json", "model.safetensors", "notes.txt"]);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData(".model.safetensors.sagemaker-ignore")]
    [InlineData("model.safetensors", ".model.json.sagemaker-ignore")]
    public void PartOfAModel_IsRemoved(params string[] names)
    {
        Make(names);
        UnfinishedModel.Remove(_folder).ShouldBeFalse();
        Left().ShouldBeEmpty();
    }

    [Fact]
    public void MissingFolder_HasNoModel() => UnfinishedModel.Remove(Path.Combine(_folder, "none")).ShouldBeFalse();
}
