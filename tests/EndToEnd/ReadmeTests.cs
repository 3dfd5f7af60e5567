using TrainingContainer.CloudWatch;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace EndToEnd;

/// <summary>
/// The README's tables are the declarations. To renew them after a change: UPDATE_README=1 scripts/test.sh EndToEnd.
/// </summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData("hyperparameters")]
    [InlineData("metrics")]
    [InlineData("failures")]
    [InlineData("cloudwatch")]
    public void Table_IsTheDeclarations(string table)
    {
        var generated = table switch
        {
            "metrics" => TrainingMetrics.Catalog.ToMarkdown(),
            "cloudwatch" => CloudWatchMetrics.ToMarkdown(TrainingMetrics.Catalog),
            "failures" => FailureTaxonomy.ToMarkdown(),
            _ => TrainingHyperparameters.Catalog.ToMarkdown(),
        };
        var path = Repository.File("README.md");
        var readme = File.ReadAllText(path);
        var (begin, end) = ($"<!-- {table}: generated -->\n", $"<!-- {table}: end -->");
        var start = readme.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var stop = readme.IndexOf(end, StringComparison.Ordinal);
        start.ShouldBeInRange(begin.Length, stop);
        if (Environment.GetEnvironmentVariable("UPDATE_README") == "1")
            File.WriteAllText(path, readme[..start] + generated.TrimEnd() + "\n" + readme[stop..]);
        else
            (readme[start..stop].TrimEnd() == generated.TrimEnd()).ShouldBeTrue($"the table of {table} is old: UPDATE_README=1 scripts/test.sh EndToEnd");
    }

    [Fact]
    public void ValidateAndDescribe_PrintWhatIsQuoted()
    {
        var readme = File.ReadAllText(Repository.File("README.md"));
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("learning_rat", "0.1"), ("input_shape", "[1,28,28]"), ("device", "cuda"));
        var report = job.Run("validate").Lines;
        report.Length.ShouldBeGreaterThan(5);
        // the first line names the folder; another machine may have a GPU, and so one mistake less
        foreach (var line in report.Skip(1).Where(line => !line.StartsWith("device:") && !line.EndsWith(" mistakes:")))
            readme.ShouldContain(line);
        readme.ShouldContain(string.Join('\n', job.Run("describe", "--tuning-ranges", "learning_rate,optimizer").Lines));
        readme.ShouldContain(string.Join(", ", TrainingAlgorithm.TunedByDefault));
    }

    [Fact]
    public void CloudWatchPolicy_AllowsTheDefaultNamespace()
    {
        var readme = File.ReadAllText(Repository.File("README.md"));
        var policy = readme[readme.IndexOf("<!-- cloudwatch: policy -->", StringComparison.Ordinal)..].Split("```")[1]["json\n".Length..];
        using var statement = System.Text.Json.JsonDocument.Parse(policy);
        statement.RootElement.GetProperty("Action").GetString().ShouldBe("cloudwatch:PutMetricData");
        statement.RootElement.GetProperty("Condition").GetProperty("StringEquals").GetProperty("cloudwatch:namespace").GetString().ShouldBe(
            TrainingHyperparameters.Catalog.Declarations.First(declaration => declaration.Name == "cloudwatch_namespace").DefaultText);
    }

    [Theory]
    [InlineData("speed", "Benchmarks", 10)]
    [InlineData("quality of the search", "TuningQuality", 8)]
    public void Table_IsQuotedFromTheResults(string table, string folder, int rowsMin)
    {
        var readme = File.ReadAllText(Repository.File("README.md"));
        var named = System.Text.RegularExpressions.Regex.Match(readme, $"`(tests/{folder}/results/[^`]+)`").Groups[1].Value;
        var results = File.ReadAllLines(Repository.File(named));
        var quoted = readme[readme.IndexOf($"<!-- {table}: quoted -->", StringComparison.Ordinal)..readme.IndexOf($"<!-- {table}: end -->", StringComparison.Ordinal)]
            .Split('\n').Where(line => line.StartsWith('|')).ToArray();
        quoted.Length.ShouldBeGreaterThan(rowsMin);
        quoted.ShouldBeSubsetOf(results);
    }

    [Fact]
    public void ModelOfOnesOwn_IsQuotedFromTheExample()
    {
        var readme = File.ReadAllText(Repository.File("README.md"));
        var quoted = readme[readme.IndexOf("<!-- custom model: quoted -->", StringComparison.Ordinal)..readme.IndexOf("<!-- custom model: end -->", StringComparison.Ordinal)];
        var code = quoted.Split("```")[1]["csharp\n".Length..];
        File.ReadAllText(Repository.File("docker", "examples", "custom-model", "ResidualMlp.cs")).ShouldEndWith(code);
    }

    [Fact]
    public void FilesThatAreNamed_Exist()
    {
        var readme = File.ReadAllText(Repository.File("README.md"));
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(readme, @"`((?:src|tests|scripts|docker)/[A-Za-z0-9_./-]+)`"))
            Path.Exists(Repository.File(match.Groups[1].Value)).ShouldBeTrue(match.Value);
    }
}
