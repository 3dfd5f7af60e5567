using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace TrainingContainer.SageMaker;

/// <summary>How a secret looks once it has gone through a URL, JSON or base64.</summary>
internal static class SecretEncodings
{
    // base64 writes three bytes as four characters of six bits each
    private const int GroupBytes = 3;
    private const int CharacterBits = 6;
    private const int ByteBits = 8;

    /// <summary>The encodings that differ from the text itself.</summary>
    /// <param name="secret">Of at least <see cref="SecretValues.FreeLengthMin"/> characters; a shorter one has none.</param>
    public static IEnumerable<string> Of(string secret)
    {
        if (secret.Length < SecretValues.FreeLengthMin)
            return [];
        IEnumerable<string> all = [.. InUrl(secret), .. InJson(secret), .. InBase64(Encoding.UTF8.GetBytes(secret))];
        return all.Where(text => text != secret && text.Length >= SecretValues.FreeLengthMin).Distinct();
    }

    /// <summary>Percent-encoded with either case of digits, and with a plus sign for a space as in a form.</summary>
    private static IEnumerable<string> InUrl(string secret)
    {
        var (path, form) = (Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret));
        return [path, form, LowerCase(path), LowerCase(form)];
    }

    /// <summary>As System.Text.Json writes it, and as most others do, with and without a slash escaped.</summary>
    private static IEnumerable<string> InJson(string secret)
    {
        var relaxed = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret);
        return [JavaScriptEncoder.Default.Encode(secret), relaxed, relaxed.Replace("/", "\\/", StringComparison.Ordinal)];
    }

    /// <summary>
    /// The characters that the secret alone decides, for each place in a group of three bytes at which it may begin: also behind a user
    /// name,
    /// as in a header of basic authentication. With both alphabets.
    /// </summary>
    private static IEnumerable<string> InBase64(byte[] secret)
    {
        for (var before = 0; before < GroupBytes; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. secret]).TrimEnd('=');
            var first = (before * ByteBits + CharacterBits - 1) / CharacterBits;
            var whole = (before + secret.Length) * ByteBits / CharacterBits;
            var standard = text[first..whole];
            yield return standard;
            yield return standard.Replace('+', '-').Replace('/', '_');
        }
    }

    private static string LowerCase(string url)
    {
        var text = url.ToCharArray();
        for (var i = 0; i + 2 < text.Length; i++)
            if (text[i] == '%') (text[i + 1], text[i + 2]) = (char.ToLowerInvariant(text[i + 1]), char.ToLowerInvariant(text[i + 2]));
        return new string(text);
    }
}
