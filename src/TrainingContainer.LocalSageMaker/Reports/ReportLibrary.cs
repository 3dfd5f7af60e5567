using System.Text;

namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>The files that are built into the program: the page's own, and the chart library with its licenses where scripts/setup.sh found it.</summary>
internal static class ReportLibrary
{
    private const string Charts = "echarts.min.js";

    /// <summary>The licenses of what the chart library consists of.</summary>
    public static IReadOnlyList<string> Licenses { get; } = ["echarts.NOTICE", "echarts.LICENSE", "zrender.LICENSE", "d3.LICENSE"];

    /// <summary>Whether the chart library is built in.</summary>
    public static bool HasCharts => typeof(ReportLibrary).Assembly.GetManifestResourceInfo(Charts) is not null;

    /// <summary>The chart library.</summary>
    /// <exception cref="FileNotFoundException">It is not built in.</exception>
    public static string ReadCharts() => HasCharts ? Read(Charts) : throw new FileNotFoundException(
        "this build of local-sagemaker has no charts, since npm was missing when it was made. Fix: install npm (Debian: apt-get install npm), then run scripts/setup.sh");

    /// <summary>The text of a file.</summary>
    /// <param name="name">Its name without folders.</param>
    public static string Read(string name)
    {
        using var stream = typeof(ReportLibrary).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"{name} is not built in");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // as a browser reads it: the hash of a script is that of its text with line feeds alone
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
