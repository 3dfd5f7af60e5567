using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>
/// An API request as the AWS CLI takes it: <c>--cli-input-json</c> with the text or <c>file://PATH</c>, and an option for each member, which wins:
/// <c>--training-job-name NAME</c>, <c>--resource-config JSON</c>, <c>--enable-managed-spot-training</c> or <c>--no-enable-managed-spot-training</c>.
/// </summary>
internal static partial class ApiOptions
{
    private const string InputJson = "--cli-input-json";
    private const string FilePrefix = "file://";

    /// <summary>The options of a request.</summary>
    public static IEnumerable<Option> Of(StructureShape request) =>
        request.Members.SelectMany(Of).Prepend(Options.Text(InputJson, "JSON", "The whole request, or file:// and the path of its file."));

    /// <summary>The options of a member.</summary>
    public static IEnumerable<Option> Of(Member member) => member.Shape is FlagShape
        ? [Options.Flag(OptionOf(member)), Options.Flag(NoOption(OptionOf(member)))]
        : [Options.Text(OptionOf(member), IsText(member) ? "TEXT" : "JSON", member.Shape?.Expected ?? "accepted, without effect on this machine")];

    /// <summary>The request.</summary>
    /// <exception cref="JobInputException">A file cannot be read, or a text is no JSON.</exception>
    public static JsonElement Read(ParseResult options, StructureShape request)
    {
        var given = options.GetValue<string>(InputJson) is { } input ? JsonOf(input, InputJson) : JsonSerializer.SerializeToElement(new JsonObject());
        if (given.ValueKind != JsonValueKind.Object) return given;
        var members = JsonObject.Create(given)!;
        foreach (var member in request.Members)
        {
            var option = OptionOf(member);
            if (member.Shape is FlagShape)
            {
                if (options.GetValue<bool>(option)) members[member.Name] = true;
                if (options.GetValue<bool>(NoOption(option))) members[member.Name] = false;
            }
            else if (options.GetValue<string>(option) is { } value)
            {
                members[member.Name] = IsText(member) ? TextOf(value, option) : JsonNode.Parse(JsonOf(value, option).GetRawText());
            }
        }

        return JsonSerializer.SerializeToElement(members);
    }

    private static bool IsText(Member member) => member.Shape is TextShape or ChoiceShape;

    private static string TextOf(string value, string option)
    {
        if (!value.StartsWith(FilePrefix, StringComparison.Ordinal)) return value;
        const string fix = "write file:// and a path to the file";
        var path = value[FilePrefix.Length..];
        if (path.Length == 0) throw new JobInputException([new Mistake(option, "found file:// without a path, expected one behind it", fix)]);
        if (Directory.Exists(path)) throw new JobInputException([new Mistake(option, $"found {Shown.Quoted(path)}, which is a folder, expected a file", fix)]);
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > RequestJson.SizeMaxBytes)
                throw new JobInputException([new Mistake(option, $"found {file.Length} bytes in {path}, expected at most {RequestJson.SizeMaxBytes}")]);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new JobInputException([new Mistake(option, $"found {Shown.Quoted(path)}, which cannot be read ({Shown.OneLine(exception.Message)})", fix)]);
        }
    }

    private static JsonElement JsonOf(string value, string option) => !File.Exists(value) ? RequestJson.Parse(TextOf(value, option), option)
        : throw new JobInputException([new Mistake(option, $"found {Shown.Quoted(value)}, which is a file's name, expected JSON, or file:// before the name", $"write file://{Shown.Plain(value)}")]);

    // As the AWS CLI makes them: TrainingJobName is --training-job-name.
    private static string OptionOf(Member member) => "--" + InnerCapital().Replace(member.Name, "-$0").ToLowerInvariant();

    private static string NoOption(string option) => "--no-" + option[2..];

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex InnerCapital();
}
