using System.Diagnostics;
using System.Text.Json;

namespace EndToEnd;

/// <summary>The SM_* variables, as a shell and as a child process see them.</summary>
public sealed class EnvTests
{
    private static Job Sample() => new Job().DeclareChannel("train").DeclareChannel("my-data")
        .Hyperparameters(("epochs", "5"), ("motto", "it's \"so\" $HOME `ls`"), ("widths", "[3, 4]"), ("sagemaker_job_name", "\"digits-1\""), ("_tuning_objective_metric", "validation:loss"))
        .Config("resourceconfig.json", """{"current_host":"algo-2","hosts":["algo-1","algo-2"],"network_interface_name":"eth1"}""");

    [Fact]
    public void Json_HoldsTheToolkitsVariables()
    {
        using var job = Sample();
        var (exitCode, lines, errors) = job.Run("env", "--json");
        exitCode.ShouldBe(0, errors);
        var variables = JsonSerializer.Deserialize<Dictionary<string, string>>(string.Join('\n', lines))!;
        variables["SM_MODEL_DIR"].ShouldBe(job.PathOf("model"));
        variables["SM_CHANNEL_MY-DATA"].ShouldBe(job.PathOf("input", "data", "my-data"));
        variables["SM_CHANNELS"].ShouldBe("""["my-data","train"]""");
        variables["SM_HPS"].ShouldBe("""{"epochs":5,"motto":"it's \"so\" $HOME `ls`","widths":[3,4]}""");
        variables["SM_HP_WIDTHS"].ShouldBe("[3,4]");
        variables["SM_CURRENT_HOST"].ShouldBe("algo-2");
        variables["SM_HOSTS"].ShouldBe("""["algo-1","algo-2"]""");
        variables["SAGEMAKER_JOB_NAME"].ShouldBe("digits-1");
        using var all = JsonDocument.Parse(variables["SM_TRAINING_ENV"]);
        all.RootElement.GetProperty("is_master").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void Lines_AreTakenByAShellAsTheyAreMeant()
    {
        using var job = Sample();
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"set -a; eval \"$({Repository.Program} env)\"; set +a; env"]) { RedirectStandardOutput = true };
        start.Environment["SAGEMAKER_BASE_DIR"] = job.Folder;
        using var shell = Process.Start(start)!;
        var lines = shell.StandardOutput.ReadToEnd().Split('\n');
        shell.WaitForExit();
        shell.ExitCode.ShouldBe(0);
        lines.ShouldContain("SM_HP_MOTTO=it's \"so\" $HOME `ls`");
        lines.ShouldContain($"SM_CHANNEL_MY_DATA={job.PathOf("input", "data", "my-data")}");
        lines.ShouldContain("SM_NETWORK_INTERFACE_NAME=eth1");
    }

    [Fact]
    public void DamagedFile_IsToldAndNothingPrinted()
    {
        using var job = new Job().Config("hyperparameters.json", "{oops");
        var (exitCode, lines, errors) = job.Run("env");
        exitCode.ShouldBe(1);
        lines.ShouldBeEmpty();
        errors.ShouldContain("hyperparameters.json");
    }

    [Fact]
    public void UnknownArgument_SaysWhatIsExpected()
    {
        using var job = new Job();
        var (exitCode, _, errors) = job.Run("env", "--yaml");
        exitCode.ShouldBe(2);
        errors.ShouldContain("expected env [--json] (Unrecognized command or argument '--yaml')");
    }
}
