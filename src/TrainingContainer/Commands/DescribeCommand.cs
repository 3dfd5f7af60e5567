using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>Prints what this program declares, in the forms that SageMaker's APIs take. Reads nothing and loads no torch.</summary>
/// <param name="output">Where it is printed.</param>
/// <param name="errors">Where a command line that makes no sense is told.</param>
internal sealed class DescribeCommand(TextWriter output, TextWriter errors)
{
    private const string Expected =
        "expected nothing, --image URI, --metric-definitions, --tuning-ranges [NAME,…] or --hyperparameters";

    /// <summary>Runs it.</summary>
    /// <param name="arguments">What follows <c>describe</c>.</param>
    /// <returns>The exit code.</returns>
    public int Run(ReadOnlySpan<string> arguments)
    {
        switch (arguments)
        {
            case []:
                return Print(TrainingAlgorithm.Specification().ToJson());
            case ["--image", var uri]:
                return TrainingImage.IsValid(uri)
                    ? Print(TrainingAlgorithm.Specification(uri).ToJson())
                    : Refuse($"found the image \"{uri}\", expected 1 to {TrainingImage.LengthMax} characters without blanks",
                        $"for example --image {TrainingImage.Placeholder}");
            case ["--metric-definitions"]:
                return Print(MetricDefinitions.ToJson(TrainingMetrics.Catalog));
            case ["--tuning-ranges"]:
                return PrintRanges(TrainingAlgorithm.TunedByDefault);
            case ["--tuning-ranges", var names]:
                return PrintRanges(names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            case ["--hyperparameters"]:
                return Print(TrainingHyperparameters.Catalog.ToMarkdown().TrimEnd());
            default:
                return Refuse($"found \"describe {string.Join(' ', arguments!)}\", {Expected}", "see training-container --help");
        }
    }

    private int PrintRanges(IReadOnlyList<string> names)
    {
        var mistakes = new List<Mistake>();
        var ranges = TuningRanges.Of(TrainingHyperparameters.Catalog, names, mistakes);
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

    private int Refuse(string what, string fix)
    {
        errors.WriteLine(what);
        errors.WriteLine($"Fix: {fix}");
        return CommandLine.UsageError;
    }
}
