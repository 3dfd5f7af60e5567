using System.IO.Compression;
using System.Text;

namespace TrainingContainer.Data.Tests;

/// <summary>A channel's directory for one test; deleted at its end.</summary>
internal sealed class ChannelDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("channel-").FullName;

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Gzip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    public Table Read(CsvOptions? options = null) => CsvChannel.Read(Path, options ?? new CsvOptions(), TestContext.Current.CancellationToken);

    /// <summary>The message of the failure that reading ends with.</summary>
    public string Fail(CsvOptions? options = null) => Should.Throw<DataException>(() => Read(options)).Message;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
