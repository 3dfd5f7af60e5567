using System.Diagnostics;

namespace EndToEnd;

/// <summary>The saved model means the same to PyTorch as to us.</summary>
public sealed class ModelArtifactTests
{
    [Theory]
    [InlineData("digits", "epochs=2;hidden_layers=[32,16];batch_normalization=true;activation=gelu")]
    [InlineData("digits", "epochs=2;model=cnn;input_shape=[1,8,8];convolution_channels=[4,8];dropout=0.2")]
    [InlineData("diabetes", "task=regression;epochs=3;activation=tanh")]
    public void PyTorch_LoadsItAndPredictsTheSame(string sample, string hyperparameters)
    {
        if (!File.Exists("/usr/bin/python3") || !Succeeds("/usr/bin/python3", "-c", "import torch", out _))
            Assert.Skip("python3-torch is not installed");
        using var job = new Job().Sample(sample);
        job.Hyperparameters([.. hyperparameters.Split(';').Select(pair => pair.Split('=')).Select(pair => (pair[0], pair[1])), ("threads", "1")]);
        // the test channel again, without labels: the program then writes its predictions
        var rows = File.ReadAllLines(Directory.GetFiles(job.PathOf("input", "data", "test"))[0]);
        File.Delete(job.PathOf("input", "data", "test"));
        job.Channel("test", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(row => row[(row.IndexOf(',') + 1)..]))), "text/csv;label_size=0");
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines, errors));

        Succeeds("/usr/bin/python3", Repository.File("tests", "EndToEnd", "compare_predictions.py"), job.Folder, out var output).ShouldBeTrue(output);
        output.ShouldContain("largest difference");
    }

    private static bool Succeeds(string program, string first, string second, out string output)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [first, second]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        output += errors.Result;
        return process.ExitCode == 0;
    }
}
