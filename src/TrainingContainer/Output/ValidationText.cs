using System.Globalization;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Output;

/// <summary>Writes a validation report for a person: what was found, warnings, mistakes, and the verdict last.</summary>
internal static class ValidationText
{
    private const int ClassesShownMax = 10;

    public static void Write(TextWriter output, ValidationReport report, JobPaths paths)
    {
        foreach (var line in Lines(report, paths))
            output.WriteLine(LogLine.Of(line));
    }

    private static IEnumerable<string> Lines(ValidationReport report, JobPaths paths)
    {
        yield return $"job {paths.BaseDirectory}: {report.Task}";
        foreach (var channel in report.Channels)
            yield return $"channel {channel.Name}: {Rows(channel)}, {channel.Features} features, {Labels(channel)}{Missing(channel)}";
        if (report.Device is { } device)
            yield return $"device: {device}";
        if (report.Model is { } model)
            yield return $"model: {model.Kind} with {model.Parameters} parameters";
        foreach (var warning in report.Warnings)
            yield return $"warning: {warning}";
        if (report.Ok)
        {
            yield return "ok: found no mistake";
            yield break;
        }
        yield return report.Mistakes.Count == 1 ? "1 mistake:" : $"{report.Mistakes.Count} mistakes:";
        foreach (var mistake in report.Mistakes)
            yield return $"- {mistake}";
    }

    private static string Rows(SampledChannel channel)
    {
        var files = channel.Files == 1 ? "1 file" : $"{channel.Files} files";
        var size = string.Create(CultureInfo.InvariantCulture, $"{files}, {channel.Bytes / 1e6:0.###} MB");
        return channel.IsWhole ? $"all {channel.Rows} rows read ({size})" : $"first {channel.Rows} rows read ({size})";
    }

    private static string Labels(SampledChannel channel) => channel.Labels switch
    {
        "classes" => $"{channel.Classes.Count} classes ({string.Join(", ", channel.Classes.Take(ClassesShownMax))}{(channel.Classes.Count > ClassesShownMax ? ", …" : "")})",
        "numbers" => "a number as label",
        _ => "no label",
    };

    private static string Missing(SampledChannel channel) => channel.MissingValues == 0 ? "" : $", {channel.MissingValues} missing values";
}
