using System.Globalization;

namespace Benchmarks;

/// <summary>The words of a command line: the first one plain, the others "--name value" or "--name".</summary>
internal sealed class Arguments(string[] words)
{
    /// <summary>The word that has no name.</summary>
    public string Subject => words.Length > 0 ? words[0] : throw new ArgumentException("Expected a model or a folder first.");

    public bool Has(string name) => Array.IndexOf(words, name) >= 1;

    public string Text(string name, string @default)
    {
        var place = Array.IndexOf(words, name);
        return place < 1 || place + 1 >= words.Length ? @default : words[place + 1];
    }

    public double Number(string name, double @default) =>
        double.Parse(Text(name, @default.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
}
