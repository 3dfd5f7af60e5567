using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Reads a channel of rows into memory, whatever its content type and input mode.</summary>
/// <param name="request">The job.</param>
/// <param name="time">Measures how long a pipe stalls.</param>
internal sealed class ChannelReader(JobRequest request, TimeProvider time)
{
    /// <summary>The ending of a list of labels for image files, in the channel or in a channel of its own: train_lst, as for the service's image classification.</summary>
    private const string ListEnding = ".lst";

    private const string ListChannelEnding = "_lst";
    private const int ListBytesMax = 1 << 30;

    private static readonly string[] ImageFiles = ["application/x-image", "image/jpeg", "image/png"];

    private readonly TrainingSettings _settings = request.Settings;

    /// <summary>Threads that read.</summary>
    public static int Threads(TrainingSettings settings) => settings.ThreadsMax > 0 ? settings.ThreadsMax : Environment.ProcessorCount;

    /// <summary>True for the channel of another one's image list.</summary>
    public static bool IsListOf(string name, IEnumerable<string> channels) =>
        name.EndsWith(ListChannelEnding, StringComparison.Ordinal) && channels.Contains(name[..^ListChannelEnding.Length]);

    /// <summary>Reads all rows; in Pipe mode those of the first pass.</summary>
    /// <param name="channel">One of the channels of rows.</param>
    /// <param name="train">Whose classes and features it must have; null for the training channel itself.</param>
    /// <param name="stop">Ends reading.</param>
    /// <exception cref="DataException">Rows are not what they should be, or a pipe stalls.</exception>
    public Table Read(Channel channel, Table? train, CancellationToken stop) => channel.InputMode == InputMode.Pipe
        ? RecordChannel.Read(new PipeSource(channel.Name, channel.Directory, 0, null, time), Format(channel), Options(channel, train), stop)
        : IsCsv(channel) ? CsvChannel.Read(channel.Directory, CsvOptions(channel, train), stop)
        : RecordChannel.Read(Files(channel), Format(channel), WithImageList(channel, Options(channel, train)), stop);

    /// <summary>Reads the first rows; a pipe has no second look at them and is not read.</summary>
    /// <inheritdoc cref="Read"/>
    public Table? ReadSample(Channel channel, Table? train, CancellationToken stop)
    {
        if (channel.InputMode == InputMode.Pipe)
            return null;
        // what classes a sample does not have, the rows behind it may
        var classes = train is { IsSample: true } ? null : train?.Classes;
        if (IsCsv(channel))
        {
            return CsvChannel.Read(channel.Directory, CsvOptions(channel, train) with
            {
                Classes = _settings.Task == TaskKind.Regression ? null : classes,
                RowsMax = ChannelSamples.RowsMax,
                TextBytesMax = ChannelSamples.TextBytesMax,
            }, stop);
        }
        var options = Options(channel, train) with { Classes = _settings.Task == TaskKind.Regression ? null : classes, RowsMax = ChannelSamples.RowsMax };
        return RecordChannel.Read(Files(channel), Format(channel), WithImageList(channel, options), stop);
    }

    private static bool IsCsv(Channel channel) => channel.ContentType.MediaType == ContentType.Csv.MediaType;

    /// <summary>A list of labels is not among the records.</summary>
    private static IReadOnlyList<string> DataFiles(Channel channel) =>
        [.. CsvChannel.ListFiles(channel.Directory).Where(file => !ImageFiles.Contains(channel.ContentType.MediaType) || !file.EndsWith(ListEnding, StringComparison.Ordinal))];

    private static Func<RecordSource> Files(Channel channel)
    {
        var files = DataFiles(channel);
        return () => new FileSource(channel.Name, channel.Directory, files);
    }

    private RecordFormat Format(Channel channel) =>
        _settings.Data.AttributeNames.Count > 0 && channel.RecordWrapperType.Equals("RecordIO", StringComparison.OrdinalIgnoreCase)
            ? new AugmentedManifestFormat(_settings.Data.AttributeNames)
            : RecordFormat.For(channel.ContentType.MediaType, channel.ContentType.Parameters)!;

    private LabelKind LabelKindOf(Channel channel) =>
        !JobRequest.HasLabel(channel) ? LabelKind.None : _settings.Task == TaskKind.Classification ? LabelKind.Class : LabelKind.Number;

    private CsvOptions CsvOptions(Channel channel, Table? train) => new()
    {
        ChannelName = channel.Name,
        LabelKind = LabelKindOf(channel),
        LabelColumn = _settings.Data.LabelColumn,
        Threads = Threads(_settings),
        Classes = _settings.Task == TaskKind.Regression ? null : train?.Classes,
        FeatureCount = train?.FeatureCount ?? _settings.Data.FeatureCount,
    };

    private RecordChannelOptions Options(Channel channel, Table? train) => new()
    {
        ChannelName = channel.Name,
        Classes = _settings.Task == TaskKind.Regression ? null : train?.Classes,
        FeatureCount = train?.FeatureCount ?? _settings.Data.FeatureCount,
        Threads = Math.Min(Threads(_settings), BatchStreamOptions.ThreadsMax),
        Records = new()
        {
            LabelKind = LabelKindOf(channel),
            LabelColumn = _settings.Data.LabelColumn,
            ImageShape = _settings.Model.InputShape is [1 or 3, var height, var width] ? new((int)_settings.Model.InputShape[0], (int)height, (int)width) : null,
        },
    };

    /// <summary>The labels of image files: the one list in the channel, or in the channel NAME_lst; else their folders say them.</summary>
    private RecordChannelOptions WithImageList(Channel channel, RecordChannelOptions options)
    {
        if (!ImageFiles.Contains(channel.ContentType.MediaType))
            return options;
        var lists = CsvChannel.ListFiles(request.Channels.GetValueOrDefault(channel.Name + ListChannelEnding)?.Directory ?? channel.Directory)
            .Where(file => file.EndsWith(ListEnding, StringComparison.Ordinal)).ToList();
        if (lists.Count == 0)
            return options;
        if (lists.Count > 1 || new FileInfo(lists[0]).Length > ListBytesMax)
        {
            throw new JobInputException([new($"channel {channel.Name}", $"found {lists.Count} files with the ending {ListEnding}, expected one of at most {ListBytesMax} bytes: {string.Join(", ", lists.Take(5).Select(Path.GetFileName))}",
                "keep the one that lists this channel's images")]);
        }
        var list = ImageList.Parse(File.ReadAllBytes(lists[0]), channel.Name, Path.GetFileName(lists[0]));
        return options with { Records = options.Records with { ImageList = list } };
    }
}
