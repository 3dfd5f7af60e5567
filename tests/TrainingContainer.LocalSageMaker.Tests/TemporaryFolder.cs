using TrainingContainer.LocalSageMaker.Storage;

namespace TrainingContainer.LocalSageMaker.Tests;

/// <summary>A folder that is gone after the test, with an S3 folder in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("local-sagemaker-").FullName;

    public S3Root Storage => new(PathOf("s3"));

    public string PathOf(params string[] path) => Path.Combine([_folder, .. path]);

    public TemporaryFolder Put(string key, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf("s3", key))!);
        File.WriteAllBytes(PathOf("s3", key), bytes);
        return this;
    }

    public TemporaryFolder Put(string key, string text) => Put(key, System.Text.Encoding.UTF8.GetBytes(text));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
