using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>
/// A report as one HTML file that needs nothing else and reaches nothing else: its policy (CSP) allows the two scripts in it, by their hashes,
/// and no connection, form or frame.
/// </summary>
internal static partial class ReportPage
{
    /// <summary>The HTML.</summary>
    /// <exception cref="FileNotFoundException">The chart library is not built in.</exception>
    public static string Render(ReportContent content)
    {
        var (library, script) = (ReportLibrary.ReadCharts(), ReportLibrary.Read("report.js"));
        var (data, thinned) = ReportData.Write(content);
        var sections = new ReportSections(content, thinned);
        return Fill(ReportLibrary.Read("report.html"), new Dictionary<string, Html>
        {
            ["title"] = Html.Of($"{content.Name}"),
            ["kind"] = Html.Of($"{content.Kind}"),
            ["status"] = ReportSections.Badge(content.Status),
            ["time"] = Html.Of($"{ReportText.Time(content.Time)}"),
            ["policy"] = new($"default-src 'none'; script-src '{HashOf(library)}' '{HashOf(script)}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"),
            ["style"] = new(ReportLibrary.Read("report.css")),
            ["sections"] = sections.All,
            ["licenses"] = Html.Of($"{string.Join("\n\n", ReportLibrary.Licenses.Select(name => $"{name}\n\n{ReportLibrary.Read(name)}"))}"),
            ["data"] = new(data),
            ["library"] = new(library),
            ["script"] = new(script),
        });
    }

    /// <summary>Puts each hole's text in its place, once: what looks like a hole in a text is left alone.</summary>
    private static string Fill(string template, IReadOnlyDictionary<string, Html> texts) => Hole().Replace(template, hole => texts[hole.Groups[1].Value].Markup);

    private static string HashOf(string script) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Hole();
}
