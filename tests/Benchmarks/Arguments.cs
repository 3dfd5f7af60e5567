using System.Globalization;

namespace Benchmarks;

/// <summary>The words of a command line: the first ones plain, the others "--name value" or "--name".</summary>
internal sealed class Arguments(string[] words)
{
    /// <summary>The first word, which has no name.</summary>
    public string Subject => Plain(0);

    /// <summary>The second word that has no name: a file.</summary>
    public string Second => Plain(1);

    public bool Has(string name) => Array.IndexOf(words, name) >= 1;

    public string Text(string name, string @default)
    {
        var place = Array.IndexOf(words, name);
        return place < 1 || place + 1 >= words.Length ? @default : words[place + 1];
    }

    public double Number(string name, double @default) =>
        double.Parse(Text(name, @default.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    private string Plain(int index) => index < words.Length && !words[index].StartsWith('-')
        ? words[index]
        : throw new ArgumentException("Expected a model, a format, a file or a folder first.");
}
