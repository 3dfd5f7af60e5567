using System.Xml.Linq;

namespace EndToEnd;

/// <summary>Who may use whom: the rooms of src/README.md.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new()
    {
        ["TrainingContainer.SageMaker"] = ([], []),
        ["TrainingContainer.Data"] = ([], ["Google.Protobuf"]),
        ["TrainingContainer.CloudWatch"] = (["TrainingContainer.SageMaker"], ["Polly.Core", "AWSSDK.CloudWatch"]),
        ["TrainingContainer.Training"] = (["TrainingContainer.SageMaker", "TrainingContainer.Data"], ["TorchSharp-cpu", "TorchSharp-cuda-linux"]),
        ["TrainingContainer.S3"] = (["TrainingContainer.SageMaker", "TrainingContainer.Data"], ["AWSSDK.Core", "AWSSDK.S3", "AWSSDK.SecurityToken", "Polly.Core"]),
        ["TrainingContainer.LocalSageMaker"] = (["TrainingContainer.SageMaker", "TrainingContainer.Data", "TrainingContainer.S3"], ["MathNet.Numerics", "Spectre.Console", "System.CommandLine"]),
        ["TrainingContainer"] = (["TrainingContainer.Training", "TrainingContainer.SageMaker", "TrainingContainer.Data", "TrainingContainer.CloudWatch", "TrainingContainer.S3"], ["Serilog", "Serilog.Sinks.Console", "Spectre.Console", "System.CommandLine"]),
    };

    [Fact]
    public void EveryProject_UsesOnlyWhatItsRoomAllows()
    {
        var projects = Directory.GetFiles(Repository.File("src"), "*.csproj", SearchOption.AllDirectories);
        projects.Select(Path.GetFileNameWithoutExtension).Order().ShouldBe(Allowed.Keys.Order());
        foreach (var project in projects)
        {
            var (name, text) = (Path.GetFileNameWithoutExtension(project), XDocument.Load(project));
            References(text, "ProjectReference").Select(Path.GetFileNameWithoutExtension).ShouldBeSubsetOf(Allowed[name].Projects, name);
            References(text, "PackageReference").ShouldBeSubsetOf(Allowed[name].Packages, name);
            var usesTorch = text.Descendants("Import").Any(import => (string?)import.Attribute("Project") == "../Torch.props");
            usesTorch.ShouldBe(name == "TrainingContainer.Training", name);
        }
    }

    [Fact]
    public void Versions_AreCentralAndExact()
    {
        var versions = XDocument.Load(Repository.File("Directory.Packages.props")).Descendants("PackageVersion").ToArray();
        versions.ShouldNotBeEmpty();
        versions.ShouldAllBe(version => System.Text.RegularExpressions.Regex.IsMatch(version.Attribute("Version")!.Value, "^[0-9]+(\\.[0-9]+)+$"));
    }

    /// <summary>Of the variant that is built unless told otherwise: src/Lock.props.</summary>
    [Fact]
    public void LockFiles_StandBesideTheirProjectsAndNameNoHost()
    {
        var folders = Directory.GetDirectories(Repository.File("src")).Concat(Directory.GetDirectories(Repository.File("tests")));
        foreach (var project in folders.SelectMany(folder => Directory.GetFiles(folder, "*.csproj")))
        {
            var text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(project)!, "packages.cpu.lock.json"));
            text.ShouldContain("\"net10.0/linux-x64\"", customMessage: project);
            text.ShouldNotContain("://", customMessage: project);
        }
    }

    private static IEnumerable<string> References(XDocument project, string kind) =>
        project.Descendants(kind).Select(reference => reference.Attribute("Include")!.Value);
}
