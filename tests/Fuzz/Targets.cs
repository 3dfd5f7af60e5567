using System.Text;
using TrainingContainer.Data;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace Fuzz;

/// <summary>All formats, files and texts that come from outside.</summary>
internal static class Targets
{
    private const int MemoryBytesMax = 16 << 20;

    private static readonly string[] JsonWords = ["{", "}", "[", "]", "\"", ":", ",", "null", "true", "false", "\\ud83d", "\\u0000", "1e999", "-0"];

    /// <summary>All of them.</summary>
    /// <param name="scratch">Where inputs lie.</param>
    public static IEnumerable<Target> All(Scratch scratch) =>
    [
        new("csv", input => CsvChannel.Read(FolderOf(scratch, "csv", "a.csv", input),
            new CsvOptions { ChannelName = "train", LabelKind = (LabelKind)(input.Length % 3), Threads = 1 }, CancellationToken.None), ",", "\"", "\n", "\r\n", "nan", "?", "1e39"),
        Records(scratch, "libsvm", "text/libsvm", "a.libsvm", " 1:2", "\n", "qid:1", "#", " 2147483647:1"),
        Records(scratch, "jsonlines", "application/jsonlines", "a.jsonl", JsonWords),
        Records(scratch, "protobuf", "application/x-recordio-protobuf", "a.rec"),
        Records(scratch, "recordio-images", "application/x-recordio", "a.rec"),
        Records(scratch, "images", "application/x-image", "1/a.png", "IHDR", "IDAT", "PLTE", "tRNS"),
        Job(scratch, "hyperparameters", "hyperparameters.json", ["epochs", "hidden_layers", "sagemaker_program", "[64]", "auto", .. JsonWords]),
        Job(scratch, "channels", "inputdataconfig.json", ["train", "ContentType", "TrainingInputMode", "Pipe", "text/csv;label_size=0", "S3Uri", .. JsonWords]),
        Job(scratch, "resources", "resourceconfig.json", ["current_host", "hosts", "algo-1", .. JsonWords]),
        new("safetensors", input => SafetensorsReader.Open(scratch.Write("a.safetensors", input)).Dispose(), "\"dtype\":\"F32\"", "\"shape\":[2]", "\"data_offsets\":[0,8]"),
        new("checkpoint", input => CheckpointFile.OpenVerified(scratch.Write("checkpoint.safetensors", input), out _).Dispose(), JsonWords),
        new("model-archive", input => Unpack(scratch, input)),
        new("training-job-request", input => TrainingJobRequest.Read(RequestJson.Parse(Encoding.UTF8.GetString(input), "request"), new RequestFindings()), JsonWords),
        new("tuning-job-request", input => TuningJobRequest.Read(RequestJson.Parse(Encoding.UTF8.GetString(input), "request"), new RequestFindings()), JsonWords),
        new("log-text", input => LogLine.Of(Redactor.Patterns.Redact(Encoding.UTF8.GetString(input))), "password=", "https://", "@", "AKIA", "eyJ", "=", " a:b="),
    ];

    private static Target Records(Scratch scratch, string name, string mediaType, string file, params string[] words)
    {
        var format = RecordFormat.For(mediaType, new Dictionary<string, string>())!;
        var options = new RecordChannelOptions
        {
            ChannelName = "train", Threads = 1, MemoryBytesMax = MemoryBytesMax, Records = new RecordOptions { ImageShape = new ImageShape(3, 4, 4) },
        };
        return new(name, input => RecordChannel.Read(FolderOf(scratch, name, file, input), format, options, CancellationToken.None), words);
    }

    private static Target Job(Scratch scratch, string name, string file, string[] words)
    {
        var paths = new JobPaths(Path.Combine(scratch.Folder, name));
        Directory.CreateDirectory(paths.Channel("train"));
        scratch.Write(Path.Combine(name, "input", "config", "hyperparameters.json"), "{}"u8.ToArray());
        return new(name, input =>
        {
            scratch.Write(Path.Combine(name, "input", "config", file), input);
            JobRequest.Read(paths);
        }, words);
    }

    private static string FolderOf(Scratch scratch, string name, string file, byte[] input)
    {
        scratch.Write(Path.Combine(name, file), input);
        return Path.Combine(scratch.Folder, name);
    }

    private static void Unpack(Scratch scratch, byte[] input)
    {
        var folder = Directory.CreateDirectory(Path.Combine(scratch.Folder, "unpacked")).FullName;
        try
        {
            ModelArchive.Unpack(scratch.Write("model.tar.gz", input), folder, CancellationToken.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
