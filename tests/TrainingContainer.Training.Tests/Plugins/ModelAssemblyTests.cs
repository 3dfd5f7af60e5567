using TrainingContainer.SageMaker;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingContainer.Training.Tests;

public sealed class ModelAssemblyTests : IDisposable
{
    private static readonly Version Own = typeof(ICustomModel).Assembly.GetName().Version!;

    private readonly string _folder = Directory.CreateTempSubdirectory("model-").FullName;

    private string Assembly => Path.Combine(_folder, "Mine.dll");

    private string Refused() => Should.Throw<JobInputException>(() => ModelAssembly.Load(Assembly)).Mistakes.ShouldHaveSingleItem().ToString();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(90, 0)]
    public void OtherVersionOfTheInterface_IsToldByBothVersions(int majorsMore, int minorsMore)
    {
        WrittenAssembly.Write(Assembly, ("TrainingContainer.Training", new(Own.Major + majorsMore, Own.Minor + minorsMore, 0, 0)));
        Refused().ShouldContain($"compiled against TrainingContainer.Training {Own.Major + majorsMore}.{Own.Minor + minorsMore}.0, and this program has {Own.ToString(3)}");
    }

    [Fact]
    public void NewerDotnet_IsToldByBothVersions()
    {
        WrittenAssembly.Write(Assembly, ("System.Runtime", new(99, 0, 0, 0)), ("TrainingContainer.Training", Own));
        Refused().ShouldContain($"compiled for .NET 99, and this program runs on .NET {Environment.Version.Major}");
    }

    [Fact]
    public void AssemblyOfTheRightVersionWithoutAModel_IsRefused()
    {
        WrittenAssembly.Write(Assembly, ("TrainingContainer.Training", Own));
        Refused().ShouldContain("found no class that implements ICustomModel");
    }

    [Fact]
    public void SeveralModels_AreNamed() =>
        Should.Throw<JobInputException>(() => ModelType.Find(typeof(ModelAssemblyTests).Assembly, Assembly))
            .Message.ShouldContain($"found 2 models ({typeof(FirstModel).FullName}, {typeof(SecondModel).FullName}), expected one");

    [Fact]
    public void NativeLibrary_IsRefused()
    {
        File.Copy("/proc/self/exe", Assembly);
        Refused().ShouldContain("expected a .NET assembly");
    }

    [Theory]
    [InlineData("constructor")]
    [InlineData("type initializer")]
    public void CodeThatThrows_IsNamedWithItsPlace(string how)
    {
        Exception thrown = new NotSupportedException("out of ideas.");
        if (how == "constructor")
            thrown = new System.Reflection.TargetInvocationException(thrown);
        else
            thrown = new TypeInitializationException("Some.Type", thrown);
        Should.Throw<JobInputException>(() => ModelAssembly.Guarded<int>(Assembly, () => throw thrown))
            .Message.ShouldContain("Mine.dll: its code threw NotSupportedException: out of ideas");
    }

    [Fact]
    public void MemberThatIsNotHere_IsAMatterOfCompiling() =>
        Should.Throw<JobInputException>(() => ModelAssembly.Guarded<int>(Assembly, () => throw new MissingMethodException("Method not found: 'LSTM'.")))
            .Message.ShouldContain("it does not fit this program: Method not found: 'LSTM'. Fix: compile it for .NET");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public abstract class Model : ICustomModel
    {
        public string Name => "test";

        public IReadOnlyList<Hyperparameter> Hyperparameters => [];

        public Module<Tensor, Tensor> Build(ModelRequest request) => Linear(1, 1);
    }

    public sealed class FirstModel : Model;

    public sealed class SecondModel : Model;

    internal sealed class HiddenModel : Model;
}
