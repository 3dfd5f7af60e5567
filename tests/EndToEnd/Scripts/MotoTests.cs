using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace EndToEnd.Scripts;

/// <summary>The launch scripts with the real AWS CLI against moto's SageMaker, a server on this machine.</summary>
public sealed class MotoTests
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task TrainingAndTuningJobs_AreCreatedAsDescribed()
    {
        if (AwsCli.IsMissing)
            Assert.Skip("the AWS CLI is not installed: scripts/setup.sh --tests");
        // scripts/setup.sh --tests names the interpreter that has it
        var python = Repository.File("artifacts", "moto", "python");
        if (!File.Exists(python))
            Assert.Skip("moto is not installed: scripts/setup.sh --tests could not install it");
        var port = FreePort();
        using var moto = Process.Start(new ProcessStartInfo(File.ReadAllText(python).Trim(), ["-m", "moto.server", "-H", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _ = moto.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = moto.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await Answers(port);
            // the AWS CLI as it is, pointed at the server: older ones do not know AWS_ENDPOINT_URL
            using var stubs = new Stubs().Add("aws", $"exec '{AwsCli.Program}' \"$@\" --endpoint-url http://127.0.0.1:{port}");
            foreach (var (name, value) in new[] { ("AWS_ACCESS_KEY_ID", "none"), ("AWS_SECRET_ACCESS_KEY", "none"), ("AWS_DEFAULT_REGION", "us-east-1") })
                stubs.Variables[name] = value;
            string[] flags = [.. LaunchTrainingJobTests.Required, "--job-name", "digits-7", "--spot", "--mode", "train=Pipe", "--content-type", "text/csv", "--tag", "team=vision", "epochs=20"];

            var (exitCode, output, errors) = Script.Run("launch-training-job.sh", stubs, [.. flags, "--no-follow"]);
            exitCode.ShouldBe(0, output + errors);
            var job = Describe(stubs, "describe-training-job", "--training-job-name", "digits-7");
            job.GetProperty("HyperParameters").GetProperty("epochs").GetString().ShouldBe("20");
            job.GetProperty("CheckpointConfig").GetProperty("S3Uri").GetString().ShouldBe("s3://bucket/output/digits-7/checkpoints/");
            job.GetProperty("InputDataConfig")[0].GetProperty("InputMode").GetString().ShouldBe("Pipe");

            // moto's jobs are complete at once
            (exitCode, output, errors) = Script.Run("launch-training-job.sh", stubs, [.. flags.Select(flag => flag.Replace("digits-7", "digits-8")), "--poll", "0"]);
            exitCode.ShouldBe(0, output + errors);
            output.ShouldEndWith("digits-8: Completed\n");

            (exitCode, output, errors) = Script.Run("launch-tuning-job.sh", stubs, [.. flags, "--objective", "validation:accuracy:best", "--range", "learning_rate", "--max-jobs", "2", "--no-follow"]);
            exitCode.ShouldBe(0, output + errors);
            var tuning = Describe(stubs, "describe-hyper-parameter-tuning-job", "--hyper-parameter-tuning-job-name", "digits-7");
            tuning.GetProperty("HyperParameterTuningJobConfig").GetProperty("ResourceLimits").GetProperty("MaxNumberOfTrainingJobs").GetInt32().ShouldBe(2);
        }
        finally
        {
            moto.Kill(entireProcessTree: true);
        }
    }

    private static JsonElement Describe(Stubs stubs, params string[] arguments)
    {
        var (exitCode, output, errors) = Script.RunFile(Path.Combine(stubs.Folder, "aws"), stubs, ["sagemaker", .. arguments, "--output", "json"]);
        exitCode.ShouldBe(0, errors);
        return JsonDocument.Parse(output).RootElement;
    }

    private static async Task Answers(int port)
    {
        using var client = new HttpClient();
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        guard.CancelAfter(StartTimeMax);
        while (true)
        {
            try
            {
                await client.GetAsync($"http://127.0.0.1:{port}/moto-api/data.json", guard.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100, guard.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
