using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>The bytes of an epoch in Pipe mode: all objects one after the other, decompressed and wrapped as the channel asks for.</summary>
internal static class PipeContent
{
    private const int GzipFirst = 0x1f;
    private const int GzipSecond = 0x8b;

    /// <summary>Writes the items' bytes.</summary>
    /// <exception cref="ChannelException">An object or an attribute is missing.</exception>
    public static void Write(IObjectStorage storage, ChannelRequest channel, IEnumerable<ChannelItem> items, Stream pipe)
    {
        foreach (var item in items)
        {
            if (item.Line is null) WriteObject(storage, channel, item.Location, pipe);
            else WriteLine(storage, channel, item.Line, pipe);
        }
    }

    private static void WriteLine(IObjectStorage storage, ChannelRequest channel, string text, Stream pipe)
    {
        var where = $"channel {channel.Name}, manifest {channel.Location}";
        JsonElement line;
        try
        {
            line = RequestJson.Parse(text, where);
        }
        catch (JobInputException exception)
        {
            throw new ChannelException($"{where}: expected a JSON object in every line ({exception.Mistakes[0].What})");
        }

        foreach (var name in channel.AttributeNames)
        {
            if (line.ValueKind != JsonValueKind.Object || line.Find(name) is not { } value)
                throw new ChannelException($"{where}: found a line without {name}");
            if (!name.EndsWith("-ref", StringComparison.Ordinal))
                WriteText(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), channel, pipe);
            else if (value.ValueKind == JsonValueKind.String && S3Location.TryParse(value.GetString()!) is { } location)
                WriteObject(storage, channel, location, pipe);
            else
                throw new ChannelException($"{where}: found {name} {value.GetRawText()}, expected an s3:// URI");
        }
    }

    private static void WriteText(string text, ChannelRequest channel, Stream pipe)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (channel.IsWrapped) RecordWriter.Write(pipe, new MemoryStream(bytes), bytes.Length);
        else pipe.Write(bytes);
    }

    private static void WriteObject(IObjectStorage storage, ChannelRequest channel, S3Location location, Stream pipe)
    {
        try
        {
            using var file = storage.Open(location);
            var isPacked = channel.IsGzip && file.ReadByte() == GzipFirst && file.ReadByte() == GzipSecond;
            file.Position = 0;
            if (!isPacked)
            {
                if (channel.IsWrapped) RecordWriter.Write(pipe, file, file.Length);
                else file.CopyTo(pipe);
                return;
            }

            long length = channel.IsWrapped ? UnpackedLength(file) : 0;
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            if (channel.IsWrapped) RecordWriter.Write(pipe, unpacked, length);
            else unpacked.CopyTo(pipe);
        }
        catch (Exception exception) when (exception is FileNotFoundException or InvalidDataException or EndOfStreamException or StorageException)
        {
            throw new ChannelException($"channel {channel.Name}, {location}: {exception.Message}");
        }
    }

    // A record says its length before its bytes, and gzip does not know it: it is unpacked twice.
    private static long UnpackedLength(Stream file)
    {
        var length = 0L;
        using (var unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true))
        {
            var buffer = new byte[64 << 10];
            for (int read; (read = unpacked.Read(buffer)) > 0;) length += read;
        }

        file.Position = 0;
        return length;
    }
}
