using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>Reads inputdataconfig.json: the job's channels by name.</summary>
public static class InputDataConfiguration
{
    private static readonly ContentType Unreadable = new("application/octet-stream", new Dictionary<string, string>());

    private const string NoWrapper = "None";

    /// <summary>Reads the job's channels and checks them against what the algorithm declares.</summary>
    /// <param name="paths">Where the file and the channels' directories are.</param>
    /// <param name="declarations">The channels that the algorithm reads.</param>
    /// <param name="mistakes">
    /// Where mistakes are added: a required channel that is missing, a content type or an input mode that is not supported, a record wrapper, a channel
    /// whose directory is missing (of a sharded channel it may be), and whatever is wrong with the file.
    /// </param>
    /// <returns>
    /// The channels by name, those that nobody declared included. Member names are taken in any letter case, and null means absent.
    /// The directory is never listed: the service puts files of its own beside the channels.
    /// </returns>
    public static IReadOnlyDictionary<string, Channel> Read(
        JobPaths paths, IReadOnlyList<ChannelDeclaration> declarations, ICollection<Mistake> mistakes)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(declarations);
        ArgumentNullException.ThrowIfNull(mistakes);
        var channels = new SortedDictionary<string, Channel>(StringComparer.Ordinal);
        if (ConfigurationFile.ReadMembers(paths.InputDataConfigFile, mistakes) is not { } members) return channels;
        foreach (var (name, value) in members)
        {
            if (!ChannelName.IsValid(name))
                mistakes.Add(BadName(name));
            else if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
                mistakes.Add(NoObject(name, value));
            else
                channels.Add(name, ReadChannel(paths, name, value, declarations.FirstOrDefault(channel => channel.Name == name), mistakes));
        }

        foreach (var declaration in declarations)
            if (declaration.Required && members.All(member => member.Key != declaration.Name))
                mistakes.Add(Missing(declaration, declarations, channels));
        return channels;
    }

    private static Channel ReadChannel(
        JobPaths paths, string name, JsonElement value, ChannelDeclaration? declaration, ICollection<Mistake> mistakes)
    {
        // What is wrong with a channel that nobody reads stops no job.
        if (declaration is null) mistakes = [];
        var where = Where(name);
        var members = value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value)).ToList()
            : [];
        var mode = ReadInputMode(members, where, declaration, mistakes);
        var contentType = ReadContentType(members, where, declaration, mistakes);
        var directory = paths.Channel(name);
        var distribution = JsonMembers.Text(members, "S3DistributionType", where, mistakes) ?? "FullyReplicated";
        var channel = new Channel(name, directory, mode, contentType, distribution, ReadRecordWrapper(members, where, mode, declaration, mistakes))
        {
            Source = ReadSource(members, where, mode, mistakes),
        };
        if (mode is not InputMode.Pipe && declaration is not null && channel is { IsSharded: false, Source: null } && !Directory.Exists(directory))
        {
            mistakes.Add(NoPermission.OfFolderAbove(where, directory) ?? new Mistake(
                where, $"found no directory {directory}, expected the channel's files there", $"check that {paths.InputData} is mounted"));
        }

        return channel;
    }

    private static S3Location? ReadSource(List<KeyValuePair<string, JsonElement>> members, string where, InputMode mode, ICollection<Mistake> mistakes)
    {
        if (JsonMembers.Text(members, "S3Uri", where, mistakes) is not { } text) return null;
        if (S3Location.TryParse(text) is not { } source)
        {
            mistakes.Add(new Mistake(where, $"found the S3Uri {Shown.Quoted(text)}, expected {S3Location.Expected}", "correct it, or leave it out when the files are here"));
            return null;
        }

        if (mode is InputMode.Pipe)
            mistakes.Add(new Mistake(where, "found Pipe mode with an S3Uri: only SageMaker fills pipes from S3, expected File", "set TrainingInputMode to File: the objects are then downloaded"));
        return source;
    }

    private static string ReadRecordWrapper(
        List<KeyValuePair<string, JsonElement>> members, string where, InputMode mode, ChannelDeclaration? declaration, ICollection<Mistake> mistakes)
    {
        var wrapper = JsonMembers.Text(members, "RecordWrapperType", where, mistakes) ?? NoWrapper;
        if (declaration is not null && mode is not InputMode.Pipe && !wrapper.Equals(NoWrapper, StringComparison.OrdinalIgnoreCase))
        {
            mistakes.Add(new Mistake(
                where,
                $"found the record wrapper {Shown.Quoted(wrapper)}, expected {NoWrapper}: outside of Pipe mode files are read as they are in S3",
                "leave RecordWrapperType out"));
        }

        return wrapper;
    }

    private static InputMode ReadInputMode(
        List<KeyValuePair<string, JsonElement>> members, string where, ChannelDeclaration? declaration, ICollection<Mistake> mistakes)
    {
        if (JsonMembers.Text(members, "TrainingInputMode", where, mistakes) is not { } text) return InputMode.File;
        var known = Array.FindIndex(Enum.GetNames<InputMode>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        var mode = known < 0 ? InputMode.File : Enum.GetValues<InputMode>()[known];
        if (declaration is null || (known >= 0 && (declaration.InputModes.Count == 0 || declaration.InputModes.Contains(mode))))
            return mode;
        IReadOnlyList<InputMode> supported = declaration.InputModes.Count == 0 ? Enum.GetValues<InputMode>() : declaration.InputModes;
        var consequence = mode == InputMode.Pipe ? ": in Pipe mode there are no files, and the job would wait for them forever" : "";
        mistakes.Add(new Mistake(
            where,
            $"found the input mode {Shown.Quoted(text)}, expected {string.Join(" or ", supported)}{consequence}",
            $"set TrainingInputMode (or this channel's InputMode) to {supported[0]}"));
        return mode;
    }

    private static ContentType ReadContentType(
        List<KeyValuePair<string, JsonElement>> members, string where, ChannelDeclaration? declaration, ICollection<Mistake> mistakes)
    {
        if (JsonMembers.Text(members, "ContentType", where, mistakes) is not { } text) return ContentType.Csv;
        if (!ContentType.TryParse(text, out var contentType, out var expected))
        {
            mistakes.Add(new Mistake(
                where, $"found the content type {Shown.Quoted(text)}, expected {expected}", "correct this channel's ContentType"));
            return Unreadable;
        }

        if (declaration is { ContentTypes.Count: > 0 } && !declaration.ContentTypes.Any(supported => Matches(supported, contentType)))
        {
            var supported = string.Join(" or ", declaration.ContentTypes);
            mistakes.Add(new Mistake(
                where,
                $"found the content type {Shown.Quoted(text)}, expected {supported}",
                $"set this channel's ContentType to {declaration.ContentTypes[0]}"));
        }

        return contentType;
    }

    private static bool Matches(string supported, ContentType contentType) =>
        ContentType.TryParse(supported, out var parsed, out _) && parsed.MediaType == contentType.MediaType;

    private static Mistake Missing(
        ChannelDeclaration declaration, IReadOnlyList<ChannelDeclaration> declarations, SortedDictionary<string, Channel> channels)
    {
        var found = channels.Count == 0 ? "no channel at all" : $"the channels {string.Join(", ", channels.Keys.Select(Shown.Plain))} only";
        var undeclared = channels.Keys.Where(name => declarations.All(other => other.Name != name)).ToList();
        var renamed = Spelling.Nearest(declaration.Name, undeclared) is [var meant, ..]
            ? $"rename the channel {meant} to {declaration.Name}"
            : $"give the job an InputDataConfig entry with ChannelName {declaration.Name}";
        var expected = $"expected the channel {declaration.Name} ({declaration.Help})";
        return new Mistake(Where(declaration.Name), $"found {found}, {expected}", renamed);
    }

    private static Mistake BadName(string name) => new(
        Where(name),
        $"found the channel name {Shown.Quoted(name)}, expected 1 to 64 letters, digits, dots, dashes or underscores",
        "rename the channel");

    private static Mistake NoObject(string name, JsonElement value) => new(
        Where(name),
        $"found {Shown.Quoted(value.GetRawText())}, expected a JSON object such as {{\"TrainingInputMode\": \"File\"}}",
        "the data itself belongs into the channel's directory");

    private static string Where(string name) => $"channel {Shown.Plain(name)}";
}
