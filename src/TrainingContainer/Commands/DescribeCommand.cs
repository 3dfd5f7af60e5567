using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>Prints what this program declares, in the forms that SageMaker's APIs take. Reads nothing and loads no torch.</summary>
/// <param name="output">Where it is printed.</param>
/// <param name="errors">Where a command line that makes no sense is told.</param>
internal sealed class DescribeCommand(TextWriter output, TextWriter errors)
{
    /// <summary>The TrainingSpecification.</summary>
    /// <param name="image">Its TrainingImage; null for a placeholder.</param>
    /// <returns>The exit code.</returns>
    public int Specification(string? image)
    {
        if (image is null)
            return Print(TrainingAlgorithm.Specification().ToJson());
        if (TrainingImage.IsValid(image))
            return Print(TrainingAlgorithm.Specification(image).ToJson());
        errors.WriteLine($"found the image \"{image}\", expected 1 to {TrainingImage.LengthMax} characters without blanks");
        errors.WriteLine($"Fix: for example --image {TrainingImage.Placeholder}");
        return CommandLine.UsageError;
    }

    /// <summary>The list of the metrics' definitions.</summary>
    /// <returns>The exit code.</returns>
    public int MetricDefinitions() => Print(SageMaker.MetricDefinitions.ToJson(TrainingMetrics.Catalog));

    /// <summary>The hyperparameters as a Markdown table.</summary>
    /// <returns>The exit code.</returns>
    public int Hyperparameters() => Print(TrainingHyperparameters.Catalog.ToMarkdown().TrimEnd());

    /// <summary>The ranges of a tuning job.</summary>
    /// <param name="names">Of the hyperparameters, with commas; null for those that are tuned by default.</param>
    /// <returns>The exit code.</returns>
    public int TuningRanges(string? names) => PrintRanges(names?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? TrainingAlgorithm.TunedByDefault);

    private int PrintRanges(IReadOnlyList<string> names)
    {
        var mistakes = new List<Mistake>();
        var ranges = SageMaker.TuningRanges.Of(TrainingHyperparameters.Catalog, names, mistakes);
        if (mistakes.Count == 0)
            return Print(ranges.ToJson());
        foreach (var mistake in mistakes)
            errors.WriteLine(mistake);
        return CommandLine.UsageError;
    }

    private int Print(string text)
    {
        output.WriteLine(text);
        return 0;
    }
}
