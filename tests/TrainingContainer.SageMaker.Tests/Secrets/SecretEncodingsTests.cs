using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrainingContainer.SageMaker.Tests;

/// <summary>A secret that has gone through a URL, JSON or base64 on its way into a message.</summary>
public sealed class SecretEncodingsTests : IDisposable
{
    private const string Secret = "pa+ss/w\"rd & <1> ünsafe";

    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    public static TheoryData<string> Encodings =>
    [
        Uri.EscapeDataString(Secret),
        WebUtility.UrlEncode(Secret),
        Uri.EscapeDataString(Secret).Replace("%2B", "%2b").Replace("%2F", "%2f").Replace("%3C", "%3c").Replace("%3E", "%3e").Replace("%C3%BC", "%c3%bc"),
        JsonSerializer.Serialize(Secret)[1..^1],
        JsonSerializer.Serialize(Secret, new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })[1..^1],
        "pa+ss\\/w\\\"rd & <1> ünsafe",
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
    ];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void EncodedSecret_IsTakenOut(string encoded)
    {
        encoded.ShouldNotBe(Secret);
        Redactor.For([new("DB_PASSWORD", Secret)], _job.Paths).Redact($"sent {encoded}").TrimEnd('=').ShouldBe("sent <redacted>");
    }

    /// <summary>
    /// A user name in front of it moves the six bits of each character; what is left are the characters that it shares with others.
    /// </summary>
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    [InlineData("reader:")]
    public void SecretInsideOfBase64_IsTakenOut(string before)
    {
        var redactor = Redactor.For([new("DB_PASSWORD", Secret)], _job.Paths);
        foreach (var after in (string[])["", "x", "xy", " and more"])
        {
            var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + after));
            foreach (var shown in (string[])[redactor.Redact(text), redactor.Redact(text.Replace('+', '-').Replace('/', '_'))])
            {
                shown.ShouldContain("<redacted>");
                var left = shown.Replace("<redacted>", "").TrimEnd('=');
                // two characters at most share bits with what is not the secret
                left.Length.ShouldBeLessThanOrEqualTo((8 * (before.Length + after.Length) / 6) + 3);
            }
        }
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("true")]
    public void ShortValue_HasNoEncodings(string value) => SecretEncodings.Of(value).ShouldBeEmpty();

    [Fact]
    public void AssemblyName_HoldsNoSecret()
    {
        const string text = "Could not load file or assembly 'Mine, Version=1.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a'";
        Redactor.Patterns.Redact(text).ShouldBe(text);
    }
}
