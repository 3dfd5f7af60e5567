using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EndToEnd.Scripts;

/// <summary>
/// SageMaker's API as the AWS CLI's own service model describes it: checks a request offline, and stricter than the CLI, which leaves
/// enumerations, patterns and ranges to the service.
/// </summary>
internal sealed class RequestModel
{
    private static readonly string[] Folders =
    [
        "/usr/lib/python3/dist-packages/awscli/botocore/data",
        "/usr/lib/python3/dist-packages/botocore/data",
        "/usr/local/aws-cli/v2/current/dist/awscli/botocore/data",
    ];

    private readonly JsonElement _shapes;
    private readonly JsonElement _operations;
    private readonly List<string> _findings = [];

    private RequestModel(JsonElement model)
    {
        _shapes = model.GetProperty("shapes");
        _operations = model.GetProperty("operations");
    }

    /// <summary>Whether there is an AWS CLI whose model can be read.</summary>
    public static bool IsMissing => Find() is null;

    /// <summary>Checks a complete request.</summary>
    /// <param name="operation">For example CreateTrainingJob.</param>
    /// <param name="request">Its JSON.</param>
    /// <returns>Every finding, with its path; empty when the request is right.</returns>
    public static IReadOnlyList<string> Check(string operation, JsonElement request) => Check(operation, "input", request);

    /// <summary>Checks an answer: the same, with the operation's output.</summary>
    public static IReadOnlyList<string> CheckAnswer(string operation, JsonElement answer) => Check(operation, "output", answer);

    private static List<string> Check(string operation, string side, JsonElement value)
    {
        var path = Find()!;
        using var file = File.OpenRead(path);
        using var text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var document = JsonDocument.Parse(text);
        var model = new RequestModel(document.RootElement);
        model.Check(model._operations.GetProperty(operation).GetProperty(side).GetProperty("shape").GetString()!, value, "$");
        return model._findings;
    }

    private static string? Find() => Folders.Where(Directory.Exists)
        .SelectMany(folder => Directory.GetFiles(Path.Combine(folder, "sagemaker"), "service-2.json*", SearchOption.AllDirectories)).Order().FirstOrDefault();

    private void Check(string shapeName, JsonElement value, string path)
    {
        var shape = _shapes.GetProperty(shapeName);
        switch (shape.GetProperty("type").GetString())
        {
            case "structure":
                CheckStructure(shape, value, path);
                break;
            case "list" when Kind(value, JsonValueKind.Array, path):
                Between(shape, value.GetArrayLength(), "items", path);
                var member = shape.GetProperty("member").GetProperty("shape").GetString()!;
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Check(member, item, $"{path}[{index}]");
                break;
            case "map" when Kind(value, JsonValueKind.Object, path):
                Between(shape, value.EnumerateObject().Count(), "entries", path);
                foreach (var item in value.EnumerateObject())
                {
                    Check(shape.GetProperty("key").GetProperty("shape").GetString()!, JsonSerializer.SerializeToElement(item.Name), $"{path} key {item.Name}");
                    Check(shape.GetProperty("value").GetProperty("shape").GetString()!, item.Value, $"{path}.{item.Name}");
                }
                break;
            case "string" when Kind(value, JsonValueKind.String, path):
                CheckString(shape, value.GetString()!, path);
                break;
            case "integer" or "long" when Kind(value, JsonValueKind.Number, path):
                if (value.TryGetInt64(out var number))
                    Between(shape, number, "as value", path);
                else
                    _findings.Add($"{path}: {value} is no whole number");
                break;
            case "float" or "double":
                Kind(value, JsonValueKind.Number, path);
                break;
            case "boolean" when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                _findings.Add($"{path}: {value} is no boolean");
                break;
        }
    }

    private void CheckStructure(JsonElement shape, JsonElement value, string path)
    {
        if (!Kind(value, JsonValueKind.Object, path))
            return;
        if (shape.TryGetProperty("required", out var required))
            _findings.AddRange(required.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path}: {name} is missing"));
        foreach (var item in value.EnumerateObject())
        {
            if (shape.GetProperty("members").TryGetProperty(item.Name, out var member))
                Check(member.GetProperty("shape").GetString()!, item.Value, $"{path}.{item.Name}");
            else
                _findings.Add($"{path}: {item.Name} is unknown");
        }
    }

    private void CheckString(JsonElement shape, string value, string path)
    {
        Between(shape, value.Length, "characters", path);
        if (shape.TryGetProperty("enum", out var choices) && !choices.EnumerateArray().Any(choice => choice.GetString() == value))
            _findings.Add($"{path}: {value} is none of {choices}");
        if (shape.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value, $@"\A(?:{pattern.GetString()})\z", RegexOptions.Singleline))
            _findings.Add($"{path}: {value} does not match {pattern}");
    }

    private bool Kind(JsonElement value, JsonValueKind expected, string path)
    {
        if (value.ValueKind != expected)
            _findings.Add($"{path}: {value} is no {expected}");
        return value.ValueKind == expected;
    }

    private void Between(JsonElement shape, long number, string what, string path)
    {
        if (shape.TryGetProperty("min", out var least) && number < least.GetInt64() || shape.TryGetProperty("max", out var most) && number > most.GetInt64())
            _findings.Add($"{path}: {number} {what}, outside of what is allowed");
    }
}
