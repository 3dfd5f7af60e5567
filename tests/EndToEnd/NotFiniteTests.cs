namespace EndToEnd;

/// <summary>NaN and infinity are reported and never treated as valid numbers.</summary>
public sealed class NotFiniteTests
{
    private const string NoData = "3.4028234e38,-3.4028234e38";

    private static readonly string Rows = string.Concat(Enumerable.Range(0, 40).Select(row =>
        FormattableString.Invariant($"{row % 2},{(row % 2) + Math.Sin(row):0.000},{Math.Cos(row):0.000}\n")));

    private static Job Rowed(params (string, string)[] hyperparameters)
    {
        var job = new Job().Channel("train", Rows);
        job.Hyperparameters([("threads", "1"), ("epochs", "2"), ("validation_fraction", "0"), .. hyperparameters]);
        return job;
    }

    [Fact]
    public void ValidationRowsWithoutAnOutput_AreWrongAndNamed()
    {
        using var job = Rowed().Channel("validation", Rows + string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 2},{NoData}\n")));
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines, errors));
        lines.Where(line => line.Contains("the model's output is NaN or infinite for 40 of 80 rows, which count as wrong: rows 41, 42, 43, 44, 45, …"))
            .ShouldHaveSingleItem();
        var validation = job.Json("output", "data", "evaluation.json").GetProperty("validation");
        validation.GetProperty("rows_not_finite").GetInt64().ShouldBe(40);
        validation.GetProperty("accuracy").GetDouble().ShouldBeLessThanOrEqualTo(0.5);
        validation.GetProperty("recall").GetDouble().ShouldBeLessThanOrEqualTo(0.5);
        validation.GetProperty("auc").GetDouble().ShouldBeLessThanOrEqualTo(0.75);
        validation.GetProperty("classes").EnumerateArray().Sum(one => one.GetProperty("support").GetInt64()).ShouldBe(80);
    }

    [Fact]
    public void PredictionWithoutAnOutput_HasNoClass()
    {
        using var job = Rowed().Channel("test", System.Text.Encoding.UTF8.GetBytes($"0.5,0.5\n{NoData}\n"), "text/csv;label_size=0");
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines, errors));
        lines.ShouldContain(line => line.Contains("channel test: the model's output is NaN or infinite for 1 of 2 rows, which count as wrong: row 2. "));
        File.ReadAllLines(job.PathOf("output", "data", "predictions.csv"))[1].ShouldBe(",NaN,NaN");
    }

    [Theory]
    [InlineData("epsilon", "1e-46", "make 0 of it")]
    [InlineData("learning_rate", "1e-46", "make 0 of it")]
    [InlineData("beta2", "0.99999999999", "make 1 of it")]
    public void Hyperparameter_ThatTrainingCannotTellFromAnother_IsRefused(string name, string value, string text)
    {
        using var job = Rowed((name, value));
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldContain($"hyperparameter {name}: found \"{value}\"");
        job.Failure.ShouldContain(text);
    }
}
