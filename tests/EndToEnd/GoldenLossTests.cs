using System.Globalization;
using System.Text.RegularExpressions;

namespace EndToEnd;

/// <summary>
/// The losses of small jobs, checked in as text: a change of initialization, shuffle, dropout, optimizer or schedule shows here, whatever
/// else still passes. To renew them after a change that is meant: UPDATE_GOLDEN=1 scripts/test.sh EndToEnd.
/// </summary>
public sealed partial class GoldenLossTests
{
    /// <summary>Another processor or BLAS sums in another order: five epochs of it stay far below this.</summary>
    private const double RelativeTolerance = 1e-4;

    [Theory]
    [InlineData("digits-mlp", "digits", "dropout=0.2", "batch_normalization=true", "weight_decay=0.01", "optimizer=adamw", "schedule=cosine", "warmup_steps=20")]
    [InlineData("digits-cnn", "digits", "model=cnn", "input_shape=[1,8,8]", "convolution_channels=[8]", "optimizer=sgd", "momentum=0.9", "learning_rate=0.02", "gradient_clip_norm=1")]
    [InlineData("diabetes-mlp", "diabetes", "task=regression", "hidden_layers=[32]", "batch_size=16", "optimizer=rmsprop", "schedule=exponential")]
    public void Losses_AreThoseCheckedIn(string golden, string sample, params string[] hyperparameters)
    {
        using var job = new Job().Sample(sample);
        job.Hyperparameters([("epochs", "5"), ("threads", "1"), .. hyperparameters.Select(pair => (pair[..pair.IndexOf('=')], pair[(pair.IndexOf('=') + 1)..]))]);
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, errors);
        string[] losses = [.. lines.Where(line => Loss().IsMatch(line))];
        losses.Length.ShouldBe(11, "five epochs of two losses, and the test's");

        var path = Repository.File("tests", "EndToEnd", "Golden", $"{golden}.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllLines(path, losses);
        var expected = File.ReadAllLines(path);
        losses.Select(Name).ShouldBe(expected.Select(Name));
        foreach (var (found, checkedIn) in losses.Zip(expected))
            Value(found).ShouldBe(Value(checkedIn), RelativeTolerance * Value(checkedIn), checkedIn);
    }

    private static string Name(string line) => line[..line.LastIndexOf('=')];

    private static double Value(string line) => double.Parse(line[(line.LastIndexOf('=') + 1)..], CultureInfo.InvariantCulture);

    [GeneratedRegex("^epoch=.* (train|validation|test):loss=")]
    private static partial Regex Loss();
}
