using System.Diagnostics;
using System.Text.RegularExpressions;
using TrainingContainer.Data;

namespace EndToEnd.Reports;

/// <summary>Opens a page in headless Chromium without a network, once per picture, each time as a new user.</summary>
internal static partial class Chromium
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(60);

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Skips the test where there is no browser or nothing that reads its pictures.</summary>
    public static void Require()
    {
        Assert.SkipWhen(Program is null, "there is no Chromium here: scripts/setup.sh --tests installs it on Debian");
        Assert.SkipUnless(Spng.IsThere, "there is no libspng here, which reads screenshots: scripts/setup.sh installs it");
    }

    /// <summary>Shows a page in a window of 1280 × 4000 pixels, and takes its picture and its elements as they are after its scripts have run.</summary>
    /// <param name="html">The page.</param>
    /// <param name="isDark">Whether the user prefers dark pages.</param>
    public static PagePicture Show(string html, bool isDark = false)
    {
        var folder = Directory.CreateTempSubdirectory("report-").FullName;
        try
        {
            var (page, picture) = (Path.Combine(folder, "page.html"), Path.Combine(folder, "page.png"));
            File.WriteAllText(page, html);
            var elements = Run(
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--force-color-profile=srgb", "--hide-scrollbars",
                $"--user-data-dir={Path.Combine(folder, "user")}", $"--window-size=1280,4000", $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}",
                $"--screenshot={picture}", "--dump-dom", $"file://{page}");
            var pixels = new PixelBuffer();
            PngDecoder.Decode(File.ReadAllBytes(picture), 3, pixels).ShouldBeNull();
            return new PagePicture(elements, pixels);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The colours of the page's style sheet by their names.</summary>
    public static Dictionary<string, (byte Red, byte Green, byte Blue)> Colors(bool isDark = false)
    {
        var css = File.ReadAllText(Repository.File("src", "TrainingContainer.LocalSageMaker", "Reports", "report.css"));
        var dark = css.IndexOf("@media (prefers-color-scheme: dark)", StringComparison.Ordinal);
        return Color().Matches(isDark ? css[dark..] : css[..dark]).ToDictionary(
            match => match.Groups[1].Value, match => Convert.FromHexString(match.Groups[2].Value) is var rgb ? (rgb[0], rgb[1], rgb[2]) : default);
    }

    private static string Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        if (!process.WaitForExit(TimeMax))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Chromium still ran after {TimeMax}");
        }

        process.ExitCode.ShouldBe(0, errors.Result);
        return output.Result;
    }

    [GeneratedRegex("--([a-z0-9-]+): #([0-9a-f]{6});")]
    private static partial Regex Color();
}
