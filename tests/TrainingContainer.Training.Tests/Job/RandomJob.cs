using System.IO.Compression;
using System.Text;

namespace TrainingContainer.Training.Tests;

/// <summary>Draws the files of a job: mostly plausible, often wrong in one place, sometimes damaged as bytes.</summary>
/// <param name="seed">The same seed draws the same files.</param>
internal sealed class RandomJob(int seed)
{
    private const string Structure = "{}[]\",:\\\0\nu0-eE.tnf\r;'";

    private static readonly string[] Names =
    [
        .. TrainingHyperparameters.Catalog.Declarations.SelectMany(declaration => declaration.Aliases.Prepend(declaration.Name)),
        "_tuning_objective_metric", "_kfold", "sagemaker_job_name", "sagemaker_container_log_level", "Epochs", "learning_rat", "", " ", "é\\n", "constructor",
    ];

    private static readonly string[] Values =
    [
        "1", "2", "16", "0", "-1", "1e-05", "0.5", "1e999", "-0", "NaN", "Infinity", "9223372036854775808", "0x10", "1_000", "१", "True", "false", "None", "null", "",
        " ", "adam", "sgd", "mse", "auto", "cnn", "cuda", "regression", "validation:loss", "[4, 3]", "(4,)", "[1, 28, 28]", "[", "]", "[[[[[[[[[[[[[[[[[[1", "{'a': 1}",
        "'", "\"", "\\", "\"adam\"", "\"\\\"128\\\"\"", "\"\\ud800\"", "\u0000", "[1,null]", "balanced", "[0.5, 2]", new('9', 400), new('[', 2_400), new('a', 2_501),
    ];

    private static readonly string[] Json =
    [
        "\"File\"", "\"fastfile\"", "\"Pipe\"", "\"text/csv\"", "\"Text/CSV;label_size=0\"", "\"text/csv;charset=\\\"utf-8\"", "\"ShardedByS3Key\"", "\"FullyReplicated\"",
        "\"RecordIO\"", "\"None\"", "null", "true", "1", "-1e400", "[]", "{}", "[1,[2,[3]]]", "{\"a\":{\"b\":null}}", "\"algo-1\"", "\"algo-2\"", "[\"algo-1\"]",
        "[\"algo-1\",\"algo-2\"]", "[\"algo-1\",\"algo-1\"]", "[null]", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"/\"", "\"../..\"", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]",
    ];

    private static readonly string[] Fields =
        ["0", "1", "2", "a", "b", "-0.5", "1e5", "", "NaN", "?", "1e99", "inf", "\"1\"", "\"x,y\"", "\"", "\"a\"b", "é", "\0", " ", "1.2.3", "0x1", "3.14159274101257324"];

    private readonly Random _random = new(seed);

    public byte[] Hyperparameters() => _random.Next(2) == 0 ? Damaged(Allowed()) : Damaged(Object(_random.Next(8), () => Pick(Names), () => _random.Next(4) == 0 ? Pick(Json) : Quoted(Pick(Values))));

    public byte[] Channels() => _random.Next(2) == 0
        ? Damaged("""{"train":{"ContentType":"text/csv","TrainingInputMode":"File","S3DistributionType":"FullyReplicated","RecordWrapperType":"None"},"test":null}""")
        : Damaged(Object(
        _random.Next(4),
        () => Pick(["train", "train", "validation", "test", "Train", "other", "..", "a/b", ""]),
        () => _random.Next(6) == 0
            ? Pick(Json)
            : Object(_random.Next(5), () => Pick(["TrainingInputMode", "ContentType", "S3DistributionType", "RecordWrapperType", "contenttype", "Unknown"]), () => Pick(Json))));

    public byte[] Resources() => _random.Next(2) == 0
        ? Damaged("""{"current_host":"algo-1","hosts":["algo-1"],"network_interface_name":"eth0","topology":null}""")
        : Damaged(Object(
        _random.Next(6), () => Pick(["current_host", "hosts", "network_interface_name", "current_instance_type", "HOSTS", "topology", "instance_groups"]), () => Pick(Json)));

    /// <summary>A CSV file, and whether it is compressed.</summary>
    public (byte[] Content, bool IsGzip) Csv()
    {
        var text = new StringBuilder(_random.Next(8) == 0 ? "\uFEFF" : "");
        var columns = 1 + _random.Next(5);
        var numbers = 3 + _random.Next(Fields.Length);
        for (var row = _random.Next(12); row > 0; row--)
        {
            var fields = _random.Next(30) == 0 ? _random.Next(8) : columns;
            text.AppendJoin(',', Enumerable.Range(0, fields).Select(_ => Fields[_random.Next(Math.Min(numbers, Fields.Length))])).Append(Pick(["\n", "\n", "\n", "\r\n", "\r", "\n\n"]));
        }
        var bytes = Damaged(text.ToString());
        if (_random.Next(8) != 0)
            return (bytes, false);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return (_random.Next(2) == 0 ? packed.ToArray() : Mutated(packed.ToArray()), true);
    }

    public int Next(int end) => _random.Next(end);

    /// <summary>The text's bytes, one time in three with a few of them changed.</summary>
    public byte[] Damaged(string text) => _random.Next(3) == 0 ? Mutated(Encoding.UTF8.GetBytes(text)) : Encoding.UTF8.GetBytes(text);

    /// <summary>Values that are right, each for itself.</summary>
    private string Allowed()
    {
        var declarations = TrainingHyperparameters.Catalog.Declarations.OrderBy(_ => _random.Next()).Take(_random.Next(6)).ToList();
        return Object(declarations.Count, () => declarations[^1].Name, () =>
        {
            var declaration = declarations[^1];
            declarations.RemoveAt(declarations.Count - 1);
            return Quoted(declaration.Choices.Count > 0 ? declaration.Choices[_random.Next(declaration.Choices.Count)] : declaration.DefaultText);
        });
    }

    /// <summary>The bytes with a few of them changed.</summary>
    public byte[] Mutated(byte[] bytes)
    {
        var list = bytes.ToList();
        for (var damage = _random.Next(1, 4); damage > 0 && list.Count > 0; damage--)
        {
            var at = _random.Next(list.Count);
            var other = _random.Next(4) == 0 ? (byte)_random.Next(256) : (byte)Structure[_random.Next(Structure.Length)];
            switch (_random.Next(5))
            {
                case 0: list[at] = other; break;
                case 1: list.Insert(at, other); break;
                case 2: list.RemoveRange(at, Math.Min(list.Count - at, 1 + _random.Next(8))); break;
                case 3: list.RemoveRange(at, list.Count - at); break;
                default: list.InsertRange(at, list.GetRange(at, Math.Min(list.Count - at, _random.Next(20)))); break;
            }
        }
        return [.. list];
    }

    private static string Object(int members, Func<string> name, Func<string> value) =>
        $"{{{string.Join(',', Enumerable.Range(0, members).Select(_ => $"{Quoted(name())}:{value()}"))}}}";

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
