using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What this program asks of its channels beyond their declaration.</summary>
internal static class ChannelRules
{
    /// <summary>Checks a channel of rows; others are left alone.</summary>
    public static void Check(Channel channel, TrainingSettings settings, List<Mistake> mistakes)
    {
        if (TrainingChannels.Rows.All(declared => declared.Name != channel.Name))
            return;
        CheckSource(channel, settings, mistakes);
        CheckImages(channel, settings, mistakes);
        if (channel.ContentType.Parameters.TryGetValue("label_size", out var size) && size.Trim() is not ("0" or "1"))
        {
            mistakes.Add(new($"channel {channel.Name}", $"found label_size={size} in the content type, expected 0 or 1", "give rows one label, or none"));
        }
        CheckText(channel, mistakes);
        if (!JobRequest.HasLabel(channel) && channel.Name != TrainingChannels.Test.Name)
        {
            mistakes.Add(new($"channel {channel.Name}", "the content type says label_size=0, but training needs labels",
                "use text/csv with the label first, or set label_column"));
        }
    }

    /// <summary>Wrapped, each S3 object is one record; only of an augmented manifest are these records rows.</summary>
    private static void CheckSource(Channel channel, TrainingSettings settings, List<Mistake> mistakes)
    {
        if (channel.InputMode == InputMode.Pipe && channel.RecordWrapperType.Equals("RecordIO", StringComparison.OrdinalIgnoreCase) && settings.Data.AttributeNames.Count == 0)
        {
            mistakes.Add(new($"channel {channel.Name}", "found RecordWrapperType RecordIO, which makes one record of each S3 object, expected records that are rows",
                "leave RecordWrapperType out (RecordIO files are read as they are), or set attribute_names for an augmented manifest"));
        }
        if (channel.InputMode == InputMode.Pipe && Directory.Exists(channel.Directory) && Directory.EnumerateFileSystemEntries(channel.Directory).Any())
        {
            mistakes.Add(new($"channel {channel.Name}", $"found the directory {channel.Directory} with files in it, expected pipes ({Path.GetFileName(channel.Directory)}_0, …), as TrainingInputMode says",
                "set TrainingInputMode to File or FastFile"));
        }
        if (channel.ContentType.MediaType == ParquetFormat.MediaType)
            mistakes.Add(new($"channel {channel.Name}", "found Parquet, which can't be read here", ParquetFormat.Advice));
    }

    private static void CheckImages(Channel channel, TrainingSettings settings, List<Mistake> mistakes)
    {
        var type = channel.ContentType.MediaType;
        var isFile = type is "application/x-image" or "image/jpeg" or "image/png" && settings.Data.AttributeNames.Count == 0;
        if (!isFile && type != "application/x-recordio")
            return;
        if (settings.Model.InputShape is not [1 or 3, _, _] && (isFile || settings.Data.AttributeNames.Count == 0))
        {
            mistakes.Add(new("hyperparameter input_shape", $"found [{string.Join(", ", settings.Model.InputShape)}], but channel {channel.Name} has images, which are scaled to it: expected 1 or 3 channels, height and width",
                "set it, for example [3, 224, 224]"));
        }
        if (isFile && channel.InputMode == InputMode.Pipe)
        {
            mistakes.Add(new($"channel {channel.Name}", $"found {type} in Pipe mode, where nothing says which image an object's bytes are, nor its label",
                "use File or FastFile, application/x-recordio, or an augmented manifest"));
        }
    }

    /// <summary>The parameters of text/csv (RFC 4180): rows are UTF-8 and there is no header.</summary>
    private static void CheckText(Channel channel, List<Mistake> mistakes)
    {
        var parameters = channel.ContentType.Parameters;
        if (parameters.TryGetValue("charset", out var charset) && charset.ToLowerInvariant() is not ("utf-8" or "utf8" or "us-ascii"))
        {
            mistakes.Add(new($"channel {channel.Name}", $"found charset={charset} in the content type, expected utf-8", "convert the files to UTF-8"));
        }
        if (parameters.TryGetValue("header", out var header) && !header.Equals("absent", StringComparison.OrdinalIgnoreCase))
        {
            mistakes.Add(new($"channel {channel.Name}", $"found header={header} in the content type, expected absent: rows have no header",
                "remove the first line of every file, and the parameter"));
        }
    }
}
