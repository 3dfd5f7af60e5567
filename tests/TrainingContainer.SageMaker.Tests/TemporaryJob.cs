namespace TrainingContainer.SageMaker.Tests;

/// <summary>An /opt/ml of its own in the temporary directory, gone after the test.</summary>
internal sealed class TemporaryJob : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("training-container-");

    public TemporaryJob()
    {
        Paths = new JobPaths(_directory.FullName);
        Directory.CreateDirectory(Paths.InputConfig);
        Directory.CreateDirectory(Paths.InputData);
    }

    public JobPaths Paths { get; }

    public List<Mistake> Mistakes { get; } = [];

    public IReadOnlyDictionary<string, string> ReadHyperparameters(string json)
    {
        File.WriteAllText(Paths.HyperparametersFile, json);
        return HyperparameterFile.Read(Paths.HyperparametersFile, Mistakes);
    }

    public ResourceConfiguration ReadResources(string json)
    {
        File.WriteAllText(Paths.ResourceConfigFile, json);
        return ResourceConfiguration.Read(Paths.ResourceConfigFile, Mistakes);
    }

    public IReadOnlyDictionary<string, Channel> ReadChannels(string json, params ChannelDeclaration[] declarations)
    {
        File.WriteAllText(Paths.InputDataConfigFile, json);
        return InputDataConfiguration.Read(Paths, declarations, Mistakes);
    }

    public void MakeChannel(string name) => Directory.CreateDirectory(Paths.Channel(name));

    public void Dispose() => _directory.Delete(recursive: true);
}
