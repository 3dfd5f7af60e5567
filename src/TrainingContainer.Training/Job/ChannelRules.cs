using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What this program asks of its channels beyond their declaration.</summary>
internal static class ChannelRules
{
    /// <summary>Checks a channel of rows; others are left alone.</summary>
    public static void Check(Channel channel, List<Mistake> mistakes)
    {
        if (TrainingChannels.Rows.All(declared => declared.Name != channel.Name))
            return;
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
