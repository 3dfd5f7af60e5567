using System.Runtime.Loader;
using TorchSharp;

namespace TrainingContainer.Training.Tests;

public sealed class TorchFacadeTests
{
    private static readonly System.Reflection.Assembly Facade = TorchFacade.For(new AssemblyLoadContext("facade"), "AnyName");

    [Theory]
    [InlineData("TorchSharp.torch")]
    [InlineData("TorchSharp.torch+Tensor")]
    [InlineData("TorchSharp.torch+nn+Module`2")]
    [InlineData("TorchSharp.torch+nn+functional")]
    [InlineData("TorchSharp.Modules.Linear")]
    [InlineData("TorchSharp.Scalar")]
    public void Type_IsTheHostsOwn(string name) =>
        Facade.GetType(name).ShouldBeSameAs(typeof(torch).Assembly.GetType(name, throwOnError: true));

    [Fact]
    public void EveryPublicType_IsForwarded() =>
        Facade.GetForwardedTypes().ShouldBe(typeof(torch).Assembly.GetExportedTypes(), ignoreOrder: true);
}
