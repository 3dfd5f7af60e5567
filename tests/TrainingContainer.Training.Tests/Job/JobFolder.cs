using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>A job's folder as the service lays it out, in a temporary place.</summary>
internal sealed class JobFolder : IDisposable
{
    private readonly Dictionary<string, object> _channels = [];

    public JobFolder() => Directory.CreateDirectory(Paths.InputConfig);

    public JobPaths Paths { get; } = new(Directory.CreateTempSubdirectory("job-").FullName);

    public JobFolder With(params (string Name, string Value)[] hyperparameters)
    {
        // a name given again replaces the value given before
        var values = hyperparameters.GroupBy(pair => pair.Name).ToDictionary(group => group.Key, group => group.Last().Value);
        File.WriteAllText(Paths.HyperparametersFile, JsonSerializer.Serialize(values));
        return this;
    }

    public JobFolder Channel(string name, string content, string contentType = "text/csv")
    {
        Directory.CreateDirectory(Paths.Channel(name));
        File.WriteAllText(Path.Combine(Paths.Channel(name), "part-0.csv"), content);
        _channels[name] = new { TrainingInputMode = "File", ContentType = contentType, S3DistributionType = "FullyReplicated", RecordWrapperType = "None" };
        File.WriteAllText(Paths.InputDataConfigFile, JsonSerializer.Serialize(_channels));
        return this;
    }

    /// <summary>Declares a channel and gives it one file; in Pipe mode a FIFO for its first pass, into which the content is written once it is read.</summary>
    public JobFolder Channel(string name, byte[] content, string contentType, string mode = "File", string file = "part-0", string wrapper = "None")
    {
        _channels[name] = new { TrainingInputMode = mode, ContentType = contentType, S3DistributionType = "FullyReplicated", RecordWrapperType = wrapper };
        File.WriteAllText(Paths.InputDataConfigFile, JsonSerializer.Serialize(_channels));
        if (mode != "Pipe")
        {
            var path = Path.Combine(Paths.Channel(name), file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
            return this;
        }
        Directory.CreateDirectory(Paths.InputData);
        using (var made = System.Diagnostics.Process.Start("mkfifo", [$"{Paths.Channel(name)}_0"]))
            made.WaitForExit();
        _ = Task.Run(() =>
        {
            using var pipe = new FileStream($"{Paths.Channel(name)}_0", FileMode.Open, FileAccess.Write);
            pipe.Write(content);
        });
        return this;
    }

    /// <summary>Declares the channel of a model to continue from and gives it an archive, or copies of files.</summary>
    public JobFolder Model(byte[]? archive, string path = "model.tar.gz", string contentType = "application/x-sagemaker-model") => Model(archive, [], path, contentType);

    public JobFolder Model(byte[]? archive, string[] files, string path = "model.tar.gz", string contentType = "application/x-sagemaker-model")
    {
        var full = Path.Combine(Paths.Channel("model"), path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (archive is not null)
            File.WriteAllBytes(full, archive);
        foreach (var file in files)
            File.Copy(file, Path.Combine(Paths.Channel("model"), Path.GetFileName(file)));
        _channels["model"] = new { TrainingInputMode = "File", ContentType = contentType, S3DistributionType = "FullyReplicated", RecordWrapperType = "None" };
        File.WriteAllText(Paths.InputDataConfigFile, JsonSerializer.Serialize(_channels));
        return this;
    }

    /// <summary>Rows of two classes, told apart by the sum of three features; every tenth value is missing.</summary>
    public static string TwoClasses(int rows, string first = "no", string second = "yes")
    {
        var text = new System.Text.StringBuilder();
        for (var row = 0; row < rows; row++)
        {
            var (a, b, c) = (Math.Sin(row * 1.7), Math.Cos(row * 2.9), Math.Sin(row * 0.3));
            text.Append(a + b + c > 0 ? second : first).Append(FormattableString.Invariant($",{a:0.0000},{(row % 10 == 9 ? "" : b.ToString("0.0000", null))},{c:0.0000}\n"));
        }
        return text.ToString();
    }

    /// <summary>Rows of a number, linear in two features.</summary>
    public static string Line(int rows)
    {
        var text = new System.Text.StringBuilder();
        for (var row = 0; row < rows; row++)
        {
            var (a, b) = (Math.Sin(row * 1.7), Math.Cos(row * 2.9));
            text.Append(FormattableString.Invariant($"{100 + (20 * a) - (5 * b):0.000},{a:0.0000},{b:0.0000},7\n"));
        }
        return text.ToString();
    }

    public void Dispose() => Directory.Delete(Paths.BaseDirectory, recursive: true);
}
