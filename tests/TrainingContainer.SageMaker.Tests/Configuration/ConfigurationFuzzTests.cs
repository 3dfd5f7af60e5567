using System.Text;

namespace TrainingContainer.SageMaker.Tests;

public sealed class ConfigurationFuzzTests : IDisposable
{
    private static readonly ChannelDeclaration Train = new("train", true, "rows", ["text/csv"], [InputMode.File]);
    private static readonly HyperparameterCatalog Catalog = new(
    [
        new IntegerHyperparameter("epochs", 10, 1, 100), new ContinuousHyperparameter("lr", 0.1, 0, 1), new IntegerListHyperparameter("layers", [], 1, 9, 3),
    ]);

    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void RandomBytes_AreMistakes_NeverExceptions()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var bytes = new byte[random.Next(1, 64)];
            random.NextBytes(bytes);
            ReadAll(bytes).ShouldBeGreaterThanOrEqualTo(4, Convert.ToHexString(bytes));
        }
    }

    [Theory]
    [InlineData("""{"epochs":"20","lr":"\"1e-05\"","layers":"(1, 2)","x":{"y":[1,null]},"z":"\ud83d\ude00"}""", 2)]
    [InlineData("""{"train":{"ContentType":"text/csv;label_size=0","TrainingInputMode":"File","S3DistributionType":null}}""", 3)]
    [InlineData("""{"current_host":"algo-1","hosts":["algo-1","algo-2"],"instance_groups":[{"hosts":["algo-1"]}],"topology":null}""", 4)]
    [InlineData("""{"LocalPath":"/opt/ml/checkpoints","S3Uri":"s3://bucket/run/","x":null}""", 5)]
    public void DamagedFiles_AreMistakes_NeverExceptions(string json, int seed)
    {
        var random = new Random(seed);
        const string Structure = "{}[]\",:\\\0\nu0-eE.tnf";
        for (var i = 0; i < 800; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(json).ToList();
            for (var damage = random.Next(1, 4); damage > 0; damage--)
            {
                var at = random.Next(bytes.Count);
                var other = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)Structure[random.Next(Structure.Length)];
                switch (random.Next(4))
                {
                    case 0: bytes[at] = other; break;
                    case 1: bytes.Insert(at, other); break;
                    case 2: bytes.RemoveRange(at, Math.Min(bytes.Count - at - 1, random.Next(8))); break;
                    default: bytes.InsertRange(at, bytes.Slice(at, Math.Min(bytes.Count - at, random.Next(20)))); break;
                }
            }

            ReadAll([.. bytes]);
        }
    }

    private int ReadAll(byte[] bytes)
    {
        _job.Mistakes.Clear();
        foreach (var path in new[] { _job.Paths.HyperparametersFile, _job.Paths.InputDataConfigFile, _job.Paths.ResourceConfigFile, _job.Paths.CheckpointConfigFile })
            File.WriteAllBytes(path, bytes);
        Catalog.Read(HyperparameterFile.Read(_job.Paths.HyperparametersFile, _job.Mistakes), _job.Mistakes);
        InputDataConfiguration.Read(_job.Paths, [Train], _job.Mistakes);
        ResourceConfiguration.Read(_job.Paths.ResourceConfigFile, _job.Mistakes);
        CheckpointConfiguration.Read(_job.Paths, _job.Mistakes);
        foreach (var mistake in _job.Mistakes) mistake.ToString().Any(char.IsControl).ShouldBeFalse();
        return _job.Mistakes.Count;
    }
}
