using TorchSharp;

namespace TrainingContainer.Training.Tests;

public sealed class ModelLoadContextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("context-").FullName;

    private ModelLoadContext Context()
    {
        WrittenAssembly.Write(Path.Combine(_folder, "Mine.dll"));
        return new(Path.Combine(_folder, "Mine.dll"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"runtimeTarget":{"name":".NETCoreApp,Version=v10.0"},"targets":{".NETCoreApp,Version=v10.0":{"Mine/1.0.0":{"runtime":{"Mine.dll":{}}}}},"libraries":{"Mine/1.0.0":{"type":"project","serviceable":false,"sha512":""}}}""")]
    [InlineData("no json")]
    public void AssemblyBesideTheModel_IsFoundWhateverItsDepsFileSays(string? deps)
    {
        WrittenAssembly.Write(Path.Combine(_folder, "written.dll"));
        if (deps is not null)
            File.WriteAllText(Path.Combine(_folder, "Mine.deps.json"), deps);
        Context().LoadFromAssemblyName(new("written")).Location.ShouldBe(Path.Combine(_folder, "written.dll"));
    }

    [Fact]
    public void ContainersAssembliesAndTheTorchApi_AreThisProgramsOwn()
    {
        foreach (var own in new[] { typeof(ICustomModel).Assembly, typeof(SageMaker.Hyperparameter).Assembly, typeof(Data.KeyedRandom).Assembly, typeof(torch).Assembly })
        {
            WrittenAssembly.Write(Path.Combine(_folder, own.GetName().Name + ".dll"));
            Context().LoadFromAssemblyName(new(own.GetName().Name!)).ShouldBeSameAs(own);
        }
    }

    [Fact]
    public void AssemblyThatIsNowhere_IsNotFound() =>
        Should.Throw<FileNotFoundException>(() => Context().LoadFromAssemblyName(new("nowhere")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
