using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd;

/// <summary>What local-sagemaker makes of channels, read by the built program: every way of the same rows gives the same model.</summary>
public sealed class LocalChannelTests
{
    private static readonly (string, string)[] Hyperparameters = [("epochs", "2"), ("threads", "1")];

    private static readonly string[] Rows = File.ReadAllLines(Repository.File("tests", "SampleData", "digits", "train", "digits.csv"));

    [Fact]
    public void ManifestsGzipAndRecords_GiveTheModelOfFiles()
    {
        using var local = new LocalSageMaker().Sample("digits");
        var half = Rows.Length / 2;
        Put(local, "halves/b.csv", Encoding.UTF8.GetBytes(string.Join('\n', Rows[half..]) + "\n"));
        Put(local, "halves/a.csv", Encoding.UTF8.GetBytes(string.Join('\n', Rows[..half]) + "\n"));
        Put(local, "packed/a.csv.gz", Gzip(string.Join('\n', Rows[..half]) + "\n"));
        Put(local, "packed/b.csv.gz", Gzip(string.Join('\n', Rows[half..]) + "\n"));
        Put(local, "halves.manifest", Encoding.UTF8.GetBytes("[{\"prefix\": \"s3://data/halves/\"}, \"a.csv\", \"b.csv\"]"));
        Put(local, "vectors.manifest", Encoding.UTF8.GetBytes(string.Join('\n', Rows.Select(Line))));
        var model = Trained(local, "files", _ => { });

        Trained(local, "manifest", train => Source(train, "ManifestFile", "s3://data/halves.manifest")).ShouldBe(model);
        Trained(local, "gzip", train =>
        {
            Source(train, "S3Prefix", "s3://data/packed/");
            (train["InputMode"], train["CompressionType"]) = ("Pipe", "Gzip");
        }).ShouldBe(model);
        Trained(local, "augmented", train =>
        {
            Source(train, "AugmentedManifestFile", "s3://data/vectors.manifest")["AttributeNames"] = new JsonArray("vector", "class");
            (train["InputMode"], train["RecordWrapperType"], train["ContentType"]) = ("Pipe", "RecordIO", "application/x-recordio");
        }, ("attribute_names", "[\"vector\",\"class\"]")).ShouldBe(model);
    }

    /// <summary>The program saw a channel that ended, trained on what had come, and the job was Completed.</summary>
    [Fact]
    public void PipeThatBreaksInTheMiddle_FailsTheJobWithTheChannelsReason()
    {
        using var local = new LocalSageMaker().Sample("digits");
        Put(local, "halves/a.csv", Encoding.UTF8.GetBytes(string.Join('\n', Rows) + "\n"));
        // an object whose bytes give an I/O error
        File.CreateSymbolicLink(local.S3("data", "halves", "b.csv"), "/proc/self/mem");
        var request = LocalSageMaker.Digits("broken", Hyperparameters);
        Source(request["InputDataConfig"]![0]!, "S3Prefix", "s3://data/halves/");
        request["InputDataConfig"]![0]!["InputMode"] = "Pipe";

        local.Create(request, "--wait").ExitCode.ShouldBe(254);

        local.Describe("broken").GetProperty("FailureReason").GetString().ShouldStartWith("ClientError: Data download failed: ");
    }

    [Fact]
    public void ManifestLineWithoutAnAttribute_FailsTheJobWithItsName()
    {
        using var local = new LocalSageMaker().Sample("digits");
        Put(local, "vectors.manifest", Encoding.UTF8.GetBytes($"{Line(Rows[0])}\n{{\"vector\":[1]}}\n"));
        var request = LocalSageMaker.Digits("wrong", [.. Hyperparameters, ("attribute_names", "[\"vector\",\"class\"]")]);
        var train = request["InputDataConfig"]![0]!;
        Source(train, "AugmentedManifestFile", "s3://data/vectors.manifest")["AttributeNames"] = new JsonArray("vector", "class");
        (train["InputMode"], train["RecordWrapperType"], train["ContentType"]) = ("Pipe", "RecordIO", "application/x-recordio");

        local.Create(request, "--wait").ExitCode.ShouldBe(254);

        local.Describe("wrong").GetProperty("FailureReason").GetString().ShouldBe(
            "ClientError: Data download failed: channel train, manifest s3://data/vectors.manifest: found a line without class");
    }

    private static byte[] Trained(LocalSageMaker local, string name, Action<JsonNode> change, params (string, string)[] more)
    {
        var request = LocalSageMaker.Digits(name, [.. Hyperparameters, .. more]);
        change(request["InputDataConfig"]![0]!);
        var (code, _, errors) = local.Create(request, "--wait");
        code.ShouldBe(0, errors);
        return local.Model(name)["model.safetensors"];
    }

    private static JsonNode Source(JsonNode channel, string type, string uri)
    {
        var source = channel["DataSource"]!["S3DataSource"]!;
        (source["S3DataType"], source["S3Uri"]) = (type, uri);
        return source;
    }

    private static string Line(string row) => row.Split(',', 2) is [var label, var features] ? $"{{\"vector\":[{features}],\"class\":{label}}}" : throw new InvalidDataException(row);

    private static void Put(LocalSageMaker local, string key, byte[] bytes)
    {
        var path = local.S3("data", key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest)) stream.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
