using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Reads a channel of rows, whatever its content type and input mode: into memory, into a cache file, or pass by pass.</summary>
/// <param name="request">The job.</param>
/// <param name="observer">Is told; null where nobody is.</param>
/// <param name="time">Measures how long a pipe stalls.</param>
internal sealed class ChannelReader(JobRequest request, TrainingObserver? observer, TimeProvider time)
{
    /// <summary>The ending of a list of labels for image files, in the channel or in a channel of its own: train_lst, as for the service's image classification.</summary>
    private const string ListEnding = ".lst";

    private const string ListChannelEnding = "_lst";
    private const int ListBytesMax = 1 << 30;

    private static readonly string[] ImageFiles = ["application/x-image", "image/jpeg", "image/png"];

    private readonly TrainingSettings _settings = request.Settings;
    private readonly Dictionary<string, int> _pipes = [];
    private readonly List<RowCache> _caches = [];
    private long _memoryLeft = request.Settings.Data.MemoryBudget ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>The cache files that rows lie in; to be disposed of after the last batch.</summary>
    public IReadOnlyList<IDisposable> Caches => _caches;

    /// <summary>Threads that read.</summary>
    public static int Threads(TrainingSettings settings) => settings.Threads ?? Environment.ProcessorCount;

    /// <summary>True for the channel of another one's image list.</summary>
    public static bool IsListOf(string name, IEnumerable<string> channels) =>
        name.EndsWith(ListChannelEnding, StringComparison.Ordinal) && channels.Contains(name[..^ListChannelEnding.Length]);

    /// <summary>Reads all rows. In Pipe mode a first pass, unless its outcome is known; what of it does not fit into memory is to be streamed.</summary>
    /// <param name="channel">One of the channels of rows.</param>
    /// <param name="train">Whose classes and features it must have; null for the training channel itself.</param>
    /// <param name="known">What an earlier pass over the stream gave; null when there was none.</param>
    /// <param name="stop">Ends reading.</param>
    /// <exception cref="DataException">Rows are not what they should be, or a pipe stalls.</exception>
    public ChannelRows Read(Channel channel, ChannelSummary? train, ChannelStatistics? known, CancellationToken stop)
    {
        var rows = channel.InputMode == InputMode.Pipe ? ReadPipe(channel, train, known, stop) : new ChannelRows(channel.Name) { Table = ReadFiles(channel, train ?? known?.Summary, stop) };
        if (rows.Table is { Features: FeatureMatrix } table)
            _memoryLeft -= table.MemoryBytes;
        return rows;
    }

    /// <summary>Reads the first rows; a pipe has no second look at them and is not read.</summary>
    /// <param name="channel">One of the channels of rows.</param>
    /// <param name="train">Whose features it must have, and whose classes, if all of them are known; null for the training channel itself.</param>
    /// <param name="stop">Ends reading.</param>
    /// <exception cref="DataException">Rows are not what they should be.</exception>
    public Table? ReadSample(Channel channel, ChannelSummary? train, CancellationToken stop)
    {
        if (channel.InputMode == InputMode.Pipe)
            return null;
        // what classes a sample does not have, the rows behind it may
        var classes = train is { IsSample: true } ? DeclaredClasses : train?.Classes ?? DeclaredClasses;
        if (IsCsv(channel))
        {
            return CsvChannel.Read(channel.Directory, CsvOptions(channel, train) with
            {
                Classes = _settings.Task == TaskKind.Regression ? null : classes,
                RowsMax = ChannelSamples.RowsMax,
                TextBytesMax = ChannelSamples.TextBytesMax,
            }, stop);
        }
        var options = Options(channel, train) with { Classes = _settings.Task == TaskKind.Regression ? null : classes, RowsMax = ChannelSamples.RowsMax, MemoryBytesMax = ChannelSamples.RowBytesMax };
        return RecordChannel.Read(Files(channel), Format(channel), WithImageList(channel, options), stop);
    }

    /// <summary>Classes 0, 1, … where the job says how many.</summary>
    private IReadOnlyList<string>? DeclaredClasses => _settings.Data.ClassCount is { } count
        ? [.. Enumerable.Range(0, count).Select(index => index.ToString(CultureInfo.InvariantCulture))] : null;

    private Table ReadFiles(Channel channel, ChannelSummary? train, CancellationToken stop)
    {
        var options = WithImageList(channel, Options(channel, train));
        var table = IsCsv(channel)
            ? CsvChannel.Read(channel.Directory, CsvOptions(channel, train) with { MemoryBytesMax = _memoryLeft }, stop)
            : RecordChannel.Read(Files(channel), Format(channel), options with { MemoryBytesMax = _memoryLeft }, stop);
        if (!table.IsSample)
            return table;
        RowMemory.Check(_settings, channel.Name, table.FeatureCount);
        var path = Path.Combine(Path.GetTempPath(), "training-container", $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(channel.Directory)))[..16]}.rows");
        observer?.Notice($"channel {channel.Name}: its rows do not fit into the {ByteSize.Shown(_memoryLeft)} that memory_budget leaves: they are decoded into {path}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var cache = RowCache.OpenOrCreate(path, channel.Directory, Format(channel), options, stop, DataFiles(channel));
        _caches.Add(cache);
        if (cache.WasReused)
            observer?.Notice($"channel {channel.Name}: {path} is intact and was made from the same files: they were not decoded again");
        return cache.ToTable();
    }

    private ChannelRows ReadPipe(Channel channel, ChannelSummary? train, ChannelStatistics? known, CancellationToken stop)
    {
        var first = known is not null ? new FirstPass(null, known)
            : FirstPass.Read(NextPipe(channel), Format(channel), Options(channel, train) with { MemoryBytesMax = _memoryLeft }, _settings.Data.StandardizedChannels, stop);
        if (first.Statistics is not { } statistics)
            return new(channel.Name) { Table = first.Table };
        RowMemory.Check(_settings, channel.Name, statistics.Features.Means.Length);
        if (known is null)
            observer?.Notice($"channel {channel.Name}: its rows do not fit into the {ByteSize.Shown(_memoryLeft)} that memory_budget leaves: they are streamed anew for each pass");
        return new(channel.Name)
        {
            Stream = statistics,
            Pass = (batches, token) => new(NextPipe(channel), Format(channel), batches with
            {
                Records = Options(channel, null).Records,
                FeatureCount = statistics.Features.Means.Length,
                Threads = Math.Min(Threads(_settings), BatchStreamOptions.ThreadsMax),
            }, token),
        };
    }

    /// <summary>The pipe of the next pass. They are numbered from 0 in each container, also in one that goes on with an interrupted job.</summary>
    private PipeSource NextPipe(Channel channel)
    {
        var number = _pipes.GetValueOrDefault(channel.Name);
        _pipes[channel.Name] = number + 1;
        return new(channel.Name, channel.Directory, number, _settings.Data.PipeTimeout, time);
    }

    private static bool IsCsv(Channel channel) => channel.ContentType.MediaType == ContentType.Csv.MediaType;

    /// <summary>A list of labels is not among the records.</summary>
    private static IReadOnlyList<string> DataFiles(Channel channel) =>
        [.. CsvChannel.ListFiles(channel.Directory, channel.Name).Where(file => !ImageFiles.Contains(channel.ContentType.MediaType) || !file.EndsWith(ListEnding, StringComparison.Ordinal))];

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

    private CsvOptions CsvOptions(Channel channel, ChannelSummary? train) => new()
    {
        ChannelName = channel.Name,
        LabelKind = LabelKindOf(channel),
        LabelColumn = _settings.Data.LabelColumn,
        Threads = Threads(_settings),
        Classes = _settings.Task == TaskKind.Regression ? null : train?.Classes ?? DeclaredClasses,
        FeatureCount = train?.FeatureCount ?? _settings.Data.FeatureCount,
    };

    private RecordChannelOptions Options(Channel channel, ChannelSummary? train) => new()
    {
        ChannelName = channel.Name,
        Classes = _settings.Task == TaskKind.Regression ? null : train?.Classes ?? DeclaredClasses,
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
        var lists = CsvChannel.ListFiles(request.Channels.GetValueOrDefault(channel.Name + ListChannelEnding)?.Directory ?? channel.Directory, channel.Name)
            .Where(file => file.EndsWith(ListEnding, StringComparison.Ordinal)).ToList();
        if (lists.Count == 0)
            return options;
        if (lists.Count > 1 || new FileInfo(lists[0]).Length > ListBytesMax)
        {
            throw new JobInputException([new($"channel {channel.Name}", $"found {lists.Count} files with the ending {ListEnding}, expected one of at most {ListBytesMax} bytes: {string.Join(", ", lists.Take(5).Select(Path.GetFileName))}",
                "keep the one that lists this channel's images")]);
        }
        var list = ImageList.Parse(ReadList(channel, lists[0]), channel.Name, Path.GetFileName(lists[0]));
        return options with { Records = options.Records with { ImageList = list } };
    }

    private static byte[] ReadList(Channel channel, string path)
    {
        try
        {
            PathKind.RequireFile(path);
            return File.ReadAllBytes(path);
        }
        catch (IOException exception)
        {
            throw new DataException($"channel {channel.Name}, file {Path.GetFileName(path)}: cannot be read: {exception.Message}. Fix: put the list of labels there as a file.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new DataException($"channel {channel.Name}, file {Path.GetFileName(path)}: cannot be read: {exception.Message}") { RefusedPath = path };
        }
    }
}
