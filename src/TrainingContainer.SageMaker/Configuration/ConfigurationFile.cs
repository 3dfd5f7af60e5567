using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TrainingContainer.SageMaker;

/// <summary>
/// Reads one of the service's JSON files: bounded, and every way in which it can be wrong becomes a mistake, never an exception.
/// </summary>
internal static class ConfigurationFile
{
    /// <summary>1 MiB: four times what the API's own limits allow hyperparameters to take.</summary>
    public const int SizeMaxBytes = 1 << 20;

    private const int FirstReadBytes = 4096;
    private const int DepthMax = 32;
    private const int ExcerptLength = 24;
    private const int RepetitionsMax = 20;

    private static readonly string LikelyCause =
        $"check that {JobPaths.DefaultBaseDirectory} is mounted, or that {JobPaths.BaseDirectoryVariable} names the right directory";

    /// <summary>The members of the file's one JSON object, in order, each name once; null when the file has no such object.</summary>
    public static IReadOnlyList<KeyValuePair<string, JsonElement>>? ReadMembers(string path, ICollection<Mistake> mistakes)
    {
        if (ReadBytes(path, mistakes) is not { } bytes) return null;
        var where = $"file {path}";
        if (!Utf8.IsValid(bytes))
        {
            mistakes.Add(new Mistake(where, "found bytes that are not UTF-8, expected JSON text in UTF-8", "save it as UTF-8"));
            return null;
        }

        if (bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            mistakes.Add(new Mistake(where, "found nothing, expected a JSON object", "write {} where there is nothing to say"));
            return null;
        }

        var tokenStart = 0;
        try
        {
            CheckTokens(bytes, where, mistakes, ref tokenStart);
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return Members(document.RootElement);
            mistakes.Add(new Mistake(
                where,
                $"found {Shown.Quoted(document.RootElement.GetRawText())}, expected a JSON object such as {{\"name\": \"value\"}}",
                "put the content between { and }"));
        }
        catch (JsonException exception)
        {
            mistakes.Add(Malformed(where, bytes, OffsetOf(bytes, exception), Cause(exception)));
        }
        catch (InvalidOperationException)
        {
            mistakes.Add(Malformed(where, bytes, tokenStart, "half of a surrogate pair (\\ud800 to \\udfff) stands alone in a string"));
        }

        return null;
    }

    private static byte[]? ReadBytes(string path, ICollection<Mistake> mistakes)
    {
        var where = $"file {path}";
        if (PathKind.OtherThanFile(path) is { } found)
        {
            mistakes.Add(new Mistake(where, $"found {found}, expected a file", LikelyCause));
            return null;
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[FirstReadBytes];
            var count = 0;
            while (count <= SizeMaxBytes)
            {
                var read = stream.Read(bytes, count, bytes.Length - count);
                if (read == 0)
                    return bytes[(bytes.AsSpan(0, count).StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0)..count];
                count += read;
                if (count == bytes.Length) Array.Resize(ref bytes, 2 * count);
            }

            mistakes.Add(new Mistake(
                where,
                $"found more than {SizeMaxBytes} bytes, expected at most {SizeMaxBytes}",
                "shorten it, or check that it is the right file"));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            mistakes.Add(new Mistake(where, "found no such file, expected the one that SageMaker writes", LikelyCause));
        }
        catch (UnauthorizedAccessException exception)
        {
            mistakes.Add(NoPermission.Of(where, exception, path) with { Kind = FailureKind.UserError });
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            mistakes.Add(new Mistake(
                where, $"found it unreadable ({Shown.OneLine(exception.Message)}), expected a readable file", LikelyCause));
        }

        return null;
    }

    // Decodes every string once, so that no later GetString can throw, and sees what JsonDocument would swallow: a name given twice.
    private static void CheckTokens(byte[] bytes, string where, ICollection<Mistake> mistakes, ref int tokenStart)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var repetitions = 0;
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = DepthMax });
        while (reader.Read())
        {
            tokenStart = (int)reader.TokenStartIndex;
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String)) continue;
            var text = reader.GetString()!;
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || names.TryAdd(text, tokenStart)) continue;
            if (++repetitions > RepetitionsMax) continue;
            var (line, column) = PositionOf(bytes, tokenStart);
            var (firstLine, firstColumn) = PositionOf(bytes, names[text]);
            mistakes.Add(new Mistake(
                $"{where}, line {line}, column {column}",
                $"found {Shown.Quoted(text)} again (first in line {firstLine}, column {firstColumn}), expected every name once",
                "remove one of the two"));
        }
    }

    private static List<KeyValuePair<string, JsonElement>> Members(JsonElement root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var members = new List<KeyValuePair<string, JsonElement>>();
        foreach (var property in root.EnumerateObject())
            if (names.Add(property.Name)) members.Add(new(property.Name, property.Value.Clone()));
        return members;
    }

    private static Mistake Malformed(string where, byte[] bytes, int offset, string cause)
    {
        var (line, column) = PositionOf(bytes, offset);
        var before = Encoding.UTF8.GetString(bytes.AsSpan(0, offset));
        var after = Encoding.UTF8.GetString(bytes.AsSpan(offset, Math.Min(4 * ExcerptLength, bytes.Length - offset)));
        before = before.Length > ExcerptLength ? "…" + before[^ExcerptLength..] : before;
        after = after.Length > ExcerptLength ? Shown.Cut(after, ExcerptLength) + "…" : after;
        var spot = Shown.OneLine($"{before} <here> {after}".Trim());
        return new Mistake($"{where}, line {line}, column {column}", $"found malformed JSON: {spot} ({cause})", "correct the JSON text");
    }

    private static (int Line, int Column) PositionOf(byte[] bytes, int offset)
    {
        var before = bytes.AsSpan(0, offset);
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    private static int OffsetOf(byte[] bytes, JsonException exception)
    {
        var lineStart = 0;
        for (var line = 0L; line < (exception.LineNumber ?? 0); line++)
            lineStart += bytes.AsSpan(lineStart).IndexOf((byte)'\n') + 1;
        return (int)Math.Min(lineStart + (exception.BytePositionInLine ?? 0), bytes.Length);
    }

    private static string Cause(JsonException exception) => Shown.OneLine(exception.Message.Split(" LineNumber:")[0]).TrimEnd('.');
}
